// Side-effect imports of style sheets; Next's own declarations exist only after its first run.
declare module '*.css'
