'use client'
import { formatShareOf } from '../ui/format'
import { Setting } from './setting'
import { UnitInput } from './unit-input'
import { fractionOf, numberOf, percentOf, type OfSettings } from './view'

export function MarginSetting({ org }: OfSettings) {
  const whole = org.margin === 1
  return (
    <Setting
      title="Margin" field="margin" value={percentOf(org.margin)} words={whole ? 'amounts count whole' : `${formatShareOf(org.margin)} of an amount`}
      means={whole ? 'What customers will be worth is told in what they spend: no margin is set.' : `Of what a customer is expected to spend, ${formatShareOf(org.margin)} counts as worth. Finance’s own figures are margins already.`}
      patch={(text) => {
        const percent = numberOf(text)
        return percent === null || percent <= 0 || percent > 100 ? 'Must be above 0 and up to 100 %.' : { margin: fractionOf(percent) }
      }}
      sets="Saving computes every customer’s expected worth again."
    >
      {({ draft, set, wiring }) => <UnitInput {...wiring} unit="% of an amount" value={draft} onChange={(event) => set(event.target.value)} />}
    </Setting>
  )
}

export function DiscountRateSetting({ org }: OfSettings) {
  return (
    <Setting
      title="Discount rate" field="discount_rate" value={percentOf(org.discount_rate)} words={`${formatShareOf(org.discount_rate)} a year`}
      means={`Money that comes a year from now is worth ${formatShareOf(org.discount_rate)} less than money today.`}
      patch={(text) => {
        const percent = numberOf(text)
        return percent === null || percent < 0 || percent > 100 ? 'Must be from 0 to 100 %.' : { discount_rate: fractionOf(percent) }
      }}
      sets="Saving computes every customer’s expected worth again."
    >
      {({ draft, set, wiring }) => <UnitInput {...wiring} unit="% a year" value={draft} onChange={(event) => set(event.target.value)} />}
    </Setting>
  )
}
