import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The part of CycloneDX that is used here; the rest is passed through. */
interface Bill {
  readonly metadata: { readonly component: { readonly name: string } }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

interface Component {
  readonly 'bom-ref': string
  readonly properties?: readonly { readonly name: string; readonly value: string }[]
}

/**
 * Prints the server's dependencies from the lock file. `npm sbom --omit dev` drops packages that a
 * development tool needs as well (npm 11 loses `pg` and `zod`), so everything is requested and
 * development-only packages are removed here.
 */
function main(): void {
  const { stdout, status, stderr } = spawnSync(
    'npm',
    ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  if (status !== 0) throw new Error(`npm sbom failed: ${stderr}`)
  const bill = JSON.parse(stdout) as Bill
  const tools = new Set(bill.components.filter(isTool).map((component) => component['bom-ref']))
  const { name } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string }
  const kept = {
    ...bill,
    // npm uses the folder's name.
    metadata: { ...bill.metadata, component: { ...bill.metadata.component, name } },
    components: bill.components.filter((component) => !tools.has(component['bom-ref'])),
    dependencies: bill.dependencies
      .filter(({ ref }) => !tools.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => !tools.has(one)) })),
  }
  console.log(JSON.stringify(kept, null, 2))
}

function isTool({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true')
}

main()
