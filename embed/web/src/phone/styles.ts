/* Only what the phone shows: the office's components stay out of its first load. */
import '@fontsource-variable/figtree/wght.css'
import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '../shared/base.css'
import './ui/phone.css'
