const TROUBLESHOOTING = 'https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps'

const AT_AUTHORIZE = {
  redirect_uri_mismatch: 'The redirect_uri MUST match the registered callback URL for this application.',
  access_denied: 'The user has denied your application access.',
  // OAuth's own word (RFC 6749, 4.1.2.1): what GitHub says to a challenge it cannot use is not documented.
  invalid_request: 'The code_challenge must have 43 characters, and its code_challenge_method must be S256.',
} as const

const AT_EXCHANGE = {
  incorrect_client_credentials: 'The client_id and/or client_secret passed are incorrect.',
  redirect_uri_mismatch: 'The redirect_uri MUST match the registered callback URL for this application.',
  bad_verification_code: 'The code passed is incorrect or expired.',
  bad_refresh_token: 'The refresh token passed is incorrect or expired.',
  unsupported_grant_type: 'The grant_type is not supported.',
} as const

/** GitHub's form of an OAuth error, as query of a redirect and as body of an answer. */
export interface OAuthFault {
  readonly error: string
  readonly error_description: string
  readonly error_uri: string
}

/** Why a person comes back from the sign-in page without a code. */
export function authorizeFault(error: keyof typeof AT_AUTHORIZE): OAuthFault {
  return faultOf(error, AT_AUTHORIZE[error], 'troubleshooting-authorization-request-errors')
}

/** Why a code, or a refresh token, was exchanged for nothing. */
export function exchangeFault(error: keyof typeof AT_EXCHANGE): OAuthFault {
  return faultOf(error, AT_EXCHANGE[error], 'troubleshooting-oauth-app-access-token-request-errors')
}

function faultOf(error: string, error_description: string, page: string): OAuthFault {
  const anchor = error.replaceAll('_', '-')
  return { error, error_description, error_uri: `${TROUBLESHOOTING}/${page}/#${anchor}` }
}
