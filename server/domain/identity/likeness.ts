/** Attributes that few people share: the same in two records of one name, they are likely one person's. */
const TELLING = /(^|_|\b)(phone|mobile|tel|telephone|cell|fax|birth|birthday|birthdate|date_of_birth|dob|born|postcode|post_code|postal_code|zip|zip_code|address|street|iban|account|account_number|card|vat|tax_id|passport|ssn|national_id|company_number|loyalty_number|membership)($|_|\b)/
const PHONE = /(^|_)(phone|mobile|tel|telephone|cell|fax)($|_)/
/** National numbers differ before these: a country's code, a leading zero. */
const PHONE_DIGITS = 9
const SHORTEST = 3

type Attributes = Readonly<Record<string, string | number | boolean>>

/** What an attribute says, written one way; null where it says too little to tell anybody by. */
function told(name: string, value: Attributes[string]): string | null {
  if (typeof value === 'boolean') return null
  const text = String(value).normalize('NFKC').toLowerCase()
  if (PHONE.test(name)) {
    const digits = text.replace(/\D/g, '')
    return digits.length < 6 ? null : digits.slice(-PHONE_DIGITS)
  }
  const plain = text.replace(/[^\p{L}\p{N}]+/gu, '')
  return plain.length < SHORTEST ? null : plain
}

/** The telling attributes in which two records agree, by name. */
export function sharedTelling(a: Attributes, b: Attributes): string[] {
  const keyed = (attributes: Attributes) => Object.entries(attributes).map(([name, value]) => [name, name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'), value] as const)
  const known = new Map(keyed(b).map(([, key, value]) => [key, value]))
  return keyed(a).flatMap(([name, key, value]) => {
    const other = known.get(key)
    if (!TELLING.test(key) || other === undefined) return []
    const said = told(key, value)
    return said !== null && said === told(key, other) ? [name] : []
  }).toSorted()
}
