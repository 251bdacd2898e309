import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** As much of CycloneDX as is looked at here; the rest is handed on. */
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
 * What the server runs on, as npm knows it from the lock file. `npm sbom --omit dev` leaves out what some tool of ours
 * needs as well (npm 11 lost `pg` and `zod` so), so all is asked for, and what only tools need is taken out here.
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
    // npm takes the name of the folder.
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
