import { openDatabase } from '../../src/store/open-database.ts'

// Opens the embedded database in a directory, and dies when the upgrade says that it is so far.
const [dataDir = '', deadly = ''] = process.argv.slice(2)
await openDatabase({ dataDir }, undefined, {
  tell: (what) => {
    if (what.includes(deadly)) process.kill(process.pid, 'SIGKILL')
  },
})
