import fc from 'fast-check'

/** Draws comments and documents as people, tools and adversaries write them, from the pieces that matter to Markdown. */
export const hostileMarkdown = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '/commit',
          '/object why',
          '/align',
          '/comit',
          '/оbject',
          '@ada',
          '@acme/sre (2)',
          'well',
          '\n',
          '\n\n',
          '\r\n',
          '\r',
        ],
        ...[
          '> ',
          '- ',
          '1. ',
          '    ',
          '\t',
          '```',
          '~~~',
          '`',
          '**',
          '_',
          '~~',
          '<!--',
          '-->',
          '<details>',
          '</details>',
          '<b>',
        ],
        ...[
          '|',
          '|---|\n',
          '[',
          '](x)',
          '![',
          '[^1]',
          '[^1]: ',
          '# ',
          '---\n',
          '===\n',
          '\\',
          '&#47;',
          '\u2028',
          '\u200B',
          '\u00A0',
          '$$',
        ],
      ),
      fc.string({ maxLength: 5, unit: 'binary' }),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''))
