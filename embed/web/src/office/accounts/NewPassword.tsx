import { List, PasswordInput, type PasswordInputProps, ThemeIcon } from '@mantine/core'
import { IconCheck, IconPointFilled } from '@tabler/icons-react'
import { useT } from '../../shared/i18n'
import { type PasswordRule, passwordRules } from './password'

/** A field for a new password that shows, while one types, which rules it keeps already. */
export function NewPassword({ value, ...props }: PasswordInputProps & { value: string }) {
  const { t } = useT()
  return (
    <div>
      <PasswordInput
        autoComplete="new-password"
        value={value}
        visibilityToggleButtonProps={{ 'aria-label': t('office.field.show_password') }}
        aria-describedby="password-rules"
        {...props}
      />
      <List id="password-rules" size="sm" spacing={2} mt={8} listStyleType="none" center>
        {(Object.keys(passwordRules) as PasswordRule[]).map(rule => (
          <Rule key={rule} rule={rule} kept={passwordRules[rule](value)} />
        ))}
      </List>
    </div>
  )
}

function Rule({ rule, kept }: { rule: PasswordRule; kept: boolean }) {
  const { t } = useT()
  const Icon = kept ? IconCheck : IconPointFilled
  return (
    <List.Item
      c={kept ? 'var(--fb-ok-text)' : 'dimmed'}
      icon={
        <ThemeIcon size={18} radius="xl" variant="transparent" c="inherit" aria-hidden>
          <Icon size={kept ? 16 : 10} />
        </ThemeIcon>
      }
    >
      {t(`office.password.${rule}`)}
      {kept && <span className="fb-spoken"> – {t('office.password.kept')}</span>}
    </List.Item>
  )
}
