// No figures about anybody's use leave the machine. Set here because every `next` command reads this file.
process.env.NEXT_TELEMETRY_DISABLED = '1'

// next-auth reads where it is reached from these: PUBLIC_URL where one is set, else whatever host the request names.
if (process.env.PUBLIC_URL) process.env.NEXTAUTH_URL = process.env.PUBLIC_URL
else process.env.AUTH_TRUST_HOST = '1'

/** @type {import('next').NextConfig} */
const config = {
  // No AGENTS.md written into the checkout by `next dev`.
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  // Prerendered shells would carry no CSP nonce, so every page is rendered per request.
  cacheComponents: false,
  // Drivers and workers that must be loaded from node_modules as they are.
  serverExternalPackages: ['pg', '@electric-sql/pglite', 'pg-copy-streams', 'busboy', 'nodemailer', 'yjs'],
  // `npm test` checks types; a build stays fast on somebody's first `npm start`.
  typescript: { ignoreBuildErrors: true },
  // A wall loads a bundle of its own; whoever builds the app has it too.
  compiler: { runAfterProductionCompile: async ({ distDir }) => void (await (await import('./server/cli/wall-bundle.mjs')).bundleWall(distDir)) },
  experimental: { optimizePackageImports: ['radix-ui'], globalNotFound: true },
}

export default config
