import { z } from 'zod'
import { now } from '../clock'
import { BY_FIGURE, waysToDraw } from '../domain/screens/ways'
import { describeReport, takesParameter } from '../reports/answer'
import { REPORT_NAMES, reportNamed } from '../reports/registry'
import { listDevices, listScreens, listTakeovers, screenOf } from '../queries/screens/screens'
import { addSlideInput, createScreenInput, deviceId, deviceInput, linkInput, pairInput, saveScreenInput, screenId, takeoverId, takeoverInput, variables } from '../schemas/screens'
import { addSlide } from '../services/screens/add-slide'
import { changeDevice, revokeDevice } from '../services/screens/change-device'
import { createScreen } from '../services/screens/create-screen'
import { deleteScreen } from '../services/screens/delete-screen'
import { linkDevice, pairDevice } from '../services/screens/pair-device'
import { saveScreen } from '../services/screens/save-screen'
import { endTakeover, raiseTakeover } from '../services/screens/takeovers'
import { choicesOf, unknownParts } from './screen-parts'
import { beginningOf, preview, waysNow } from './screen-preview'
import { orgProcedure, router } from './trpc'

const one = z.strictObject({ id: screenId })

/** A view as its page shows it. */
const viewInput = z.strictObject({ report: z.string().max(100), parameters: z.record(z.string().max(50), z.union([z.string().max(400), z.number(), z.boolean()])), field: z.string().max(50).nullable(), cell: z.record(z.string().max(50), z.string().max(400)) })

/** What a wall can split by, what is told best first; `attribute` stands for any dimension. */
const SPLITS = ['channel', 'touchpoint', 'segment', 'team', 'attribute'] as const
const splitsOf = (name: string) => SPLITS.filter((by) => takesParameter(name, 'by', by === 'attribute' ? 'attribute:x' : by))

/** The reports that can be on a wall, and how each can be drawn: from their declarations. */
export const drawable = () => REPORT_NAMES.flatMap((name) => {
  const told = describeReport(name)
  const ways = waysToDraw(told)
  return ways.length === 0 ? [] : [{ name, title: told.title, /** Of the others single figures can be put on a wall, from their pages. */ offered: !BY_FIGURE.includes(name), ways, keys: told.keys, splitKeys: told.splitKeys, parameters: Object.keys(reportNamed(name)?.parameters.shape ?? {}), splits: splitsOf(name), measure: told.measure?.field ?? null, sideBySide: told.sideBySide !== null, figures: Object.entries(told.figures).map(([field, figure]) => ({ field, label: figure?.label ?? field })) }]
})

export const screensRouter = router({
  list: orgProcedure.query(({ ctx }) => listScreens(ctx, now())),
  one: orgProcedure.input(one).query(({ ctx, input }) => screenOf(ctx, input.id)),
  reports: orgProcedure.query(drawable),
  shown: orgProcedure.input(one.extend({ variables: variables.default({}) })).query(({ ctx, input }) => preview(ctx, ctx.instance.live, input)),
  beginning: orgProcedure.input(z.strictObject({ report: z.string().max(100) })).query(({ ctx, input, signal }) => beginningOf(ctx, ctx.instance.live, drawable(), input.report, signal)),
  waysNow: orgProcedure.input(viewInput).query(({ ctx, input }) => waysNow(ctx, ctx.instance.live, input)),
  parts: orgProcedure.input(z.strictObject({ dimension: z.string().max(200) })).query(({ ctx, input }) => choicesOf(ctx, input.dimension)),
  unknownParts: orgProcedure.input(z.strictObject({ parts: z.array(z.strictObject({ dimension: z.string().max(200), value: z.string().max(200) })).max(20) })).query(({ ctx, input }) => unknownParts(ctx, input.parts)),
  devices: orgProcedure.input(z.strictObject({ screen: screenId })).query(({ ctx, input }) => listDevices(ctx, input.screen, now())),
  create: orgProcedure.input(createScreenInput).mutation(({ ctx, input }) => createScreen(ctx, input)),
  save: orgProcedure.input(saveScreenInput).mutation(({ ctx, input }) => saveScreen(ctx, input)),
  addSlide: orgProcedure.input(addSlideInput).mutation(({ ctx, input }) => addSlide(ctx, input)),
  delete: orgProcedure.input(one).mutation(({ ctx, input }) => deleteScreen(ctx, input)),
  pair: orgProcedure.input(pairInput).mutation(({ ctx, input }) => pairDevice(ctx, input)),
  link: orgProcedure.input(linkInput).mutation(({ ctx, input }) => linkDevice(ctx, input)),
  changeDevice: orgProcedure.input(deviceInput).mutation(({ ctx, input }) => changeDevice(ctx, input)),
  revokeDevice: orgProcedure.input(z.strictObject({ id: deviceId })).mutation(({ ctx, input }) => revokeDevice(ctx, input)),
  takeovers: orgProcedure.query(({ ctx }) => listTakeovers(ctx, now())),
  raiseTakeover: orgProcedure.input(takeoverInput).mutation(({ ctx, input }) => raiseTakeover(ctx, input)),
  endTakeover: orgProcedure.input(z.strictObject({ id: takeoverId })).mutation(({ ctx, input }) => endTakeover(ctx, input)),
})
