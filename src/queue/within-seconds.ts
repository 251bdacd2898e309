/**
 * Resolves with the result of `promise`, or throws when it takes longer than `seconds`; `doing` names the
 * work in the error.
 */
export async function withinSeconds<Result>(
  seconds: number,
  doing: string,
  promise: Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${doing} took longer than ${seconds} s`)), seconds * 1000)
  })
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}
