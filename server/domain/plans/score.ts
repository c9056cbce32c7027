/** 1…5 by what is reached: five steps, the last limit reached counts. */
const stepOf = (value: number, limits: readonly [number, number, number, number]): number => 1 + limits.filter((limit) => value >= limit).length

/** Value to customers: the share of all customers who are touched by it. Half a percent, two, five, ten. */
export const customersScore = (touched: number, customers: number): number => (customers > 0 ? stepOf(touched / customers, [0.005, 0.02, 0.05, 0.1]) : 1)
/** Value to us: the share of a year's value that went with it. A thousandth, three, one percent, two. */
export const usScore = (lost: number, year: number): number => (year > 0 ? stepOf(lost / year, [0.001, 0.003, 0.01, 0.02]) : 1)
/** Nobody has said yet how hard it is. */
export const EFFORT_UNKNOWN = 3

/** Value to customers × value to us × ease (6 − effort): 1…125. */
export const scoreOf = ({ customers, us, effort }: { customers: number; us: number; effort: number }): number => customers * us * (6 - effort)
