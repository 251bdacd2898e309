import { createHash } from 'node:crypto'

/** A page as it leaves: its text, and the policy it must be shown under. */
export interface Page {
  readonly html: string
  readonly contentSecurityPolicy: string
}

const STYLE = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 30rem; margin: 3rem auto; padding: 0 1rem }
ul { list-style: none; padding: 0 }
li { margin: .5rem 0 }
button { font: inherit; width: 100%; padding: .5rem; text-align: start }`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** Asks who somebody is; each button sends `as`, a login, to `action`. The first person has the focus. */
export function peoplePage(choice: {
  readonly app: string
  readonly people: readonly string[]
  readonly action: string
  readonly cancel: string
}): Page {
  const app = escaped(choice.app)
  const buttons = choice.people.map(
    (login, index) =>
      `<li><button name="as" value="${escaped(login)}"${index === 0 ? ' autofocus' : ''}>` +
      `Continue as @${escaped(login)}</button></li>`,
  )
  const content =
    choice.people.length === 0
      ? '<p>Nobody has an account on this local GitHub.</p>'
      : `<form method="post" action="${escaped(choice.action)}">\n<ul>\n${buttons.join('\n')}\n</ul>\n</form>`
  return pageOf(
    `Sign in to ${app}`,
    `<p>This is the local GitHub. Who are you? ${app} will learn what that person may read.</p>
${content}
<p><a href="${escaped(choice.cancel)}">Cancel</a></p>`,
    // Browsers hold a form's policy against the place it is redirected to, too.
    `'self' ${new URL(choice.cancel).origin}`,
  )
}

/** Says why there is nothing to sign in to. */
export function rejectionPage(title: string, why: string): Page {
  return pageOf(escaped(title), `<p>${escaped(why)}</p>`, "'none'")
}

function pageOf(title: string, content: string, formAction: string): Page {
  return {
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`,
    contentSecurityPolicy: [
      "default-src 'none'",
      `style-src 'sha256-${STYLE_HASH}'`,
      `form-action ${formAction}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (each) => ENTITIES[each] ?? each)
}
