export type Choice = { value: string; label: string }

// Names the tz database has replaced but ICU, and so every browser, still answers with.
const RENAMED: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara', 'America/Buenos_Aires': 'America/Argentina/Buenos_Aires', 'America/Godthab': 'America/Nuuk', 'America/Indianapolis': 'America/Indiana/Indianapolis',
  'Asia/Calcutta': 'Asia/Kolkata', 'Asia/Katmandu': 'Asia/Kathmandu', 'Asia/Rangoon': 'Asia/Yangon', 'Asia/Saigon': 'Asia/Ho_Chi_Minh', 'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv', 'Pacific/Enderbury': 'Pacific/Kanton', 'Pacific/Ponape': 'Pacific/Pohnpei', 'Pacific/Truk': 'Pacific/Chuuk',
}

/** The name people use today: "Asia/Katmandu" → "Asia/Kathmandu". */
export const zoneToday = (zone: string): string => RENAMED[zone] ?? zone

/** Every time zone this machine knows, by the names of today, UTC first. */
export function timezoneChoices(): Choice[] {
  const zones = [...new Set(Intl.supportedValuesOf('timeZone').map(zoneToday))].filter((zone) => zone !== 'UTC').toSorted()
  return ['UTC', ...zones].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}

/** Every current currency by code: "EUR, Euro". */
export function currencyChoices(): Choice[] {
  const names = new Intl.DisplayNames('en-GB', { type: 'currency' })
  return Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: `${code}, ${names.of(code) ?? code}` }))
}

const CURRENCY_OF: Record<string, string> = {
  US: 'USD', GB: 'GBP', CH: 'CHF', LI: 'CHF', CA: 'CAD', AU: 'AUD', NZ: 'NZD', JP: 'JPY', CN: 'CNY', IN: 'INR', BR: 'BRL', MX: 'MXN', SE: 'SEK', NO: 'NOK', DK: 'DKK', PL: 'PLN', CZ: 'CZK',
  HU: 'HUF', RO: 'RON', TR: 'TRY', ZA: 'ZAR', SG: 'SGD', HK: 'HKD', KR: 'KRW', NP: 'NPR', AE: 'AED', SA: 'SAR', IL: 'ILS', ID: 'IDR', TH: 'THB', PH: 'PHP', AR: 'ARS', CL: 'CLP', CO: 'COP', NG: 'NGN', KE: 'KES', EG: 'EGP',
}

/** A first guess from a browser's language such as `en-GB`; EUR when its region says nothing. */
export function guessCurrency(language: string): string {
  const region = /-([A-Z]{2})\b/.exec(language)?.[1] ?? ''
  return CURRENCY_OF[region] ?? 'EUR'
}
