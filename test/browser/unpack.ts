import { unpackChromium } from '../../scripts/chromium.ts'

/** Once for all files: two at a time would unpack it twice. */
export async function setup(): Promise<void> {
  await unpackChromium()
}
