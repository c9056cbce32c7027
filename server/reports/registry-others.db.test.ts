import { REPORT_NAMES } from './registry'
import { tryReports } from './registry.fixture'

tryReports(REPORT_NAMES.filter((_, i) => i % 2 === 1))
