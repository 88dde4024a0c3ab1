/** What a password must have. The box checks the same; here it is shown while one types. */
export const passwordRules = {
  length: (password: string) => [...password].length >= 10,
  capital: (password: string) => /\p{Lu}/u.test(password),
  digit: (password: string) => /\p{Nd}/u.test(password),
  special: (password: string) => /[^\p{L}\p{Nd}\s]/u.test(password),
} as const

export type PasswordRule = keyof typeof passwordRules

export function brokenRules(password: string): PasswordRule[] {
  return (Object.keys(passwordRules) as PasswordRule[]).filter(rule => !passwordRules[rule](password))
}
