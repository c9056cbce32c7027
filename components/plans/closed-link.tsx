/** For whoever has a plan's link that opens nothing: without an account there is nowhere else to send them. */
export function ClosedLink() {
  return (
    <main className="mx-auto grid max-w-xl gap-3 px-6 py-24">
      <p className="text-12 text-muted">Touchstone · a shared plan</p>
      <h1 className="text-28 font-semibold">This link opens nothing any more</h1>
      <p className="max-w-prose text-14">Either it was closed, or its address is not whole: it ends in a long row of letters and digits. Ask whoever sent it to you; they can make a new one.</p>
    </main>
  )
}
