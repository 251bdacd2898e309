// Plain JavaScript, so that it also runs on a Node that is too old for the rest.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `rfc-alignment needs Node 22.18 or newer and this is ${process.versions.node}; run "npm ci" without --ignore-scripts, which puts Node 24 into node_modules/.bin for every npm script.`,
  )
  process.exit(1)
}
