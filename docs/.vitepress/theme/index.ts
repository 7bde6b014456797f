import './style.css'
import theme from 'vitepress/theme-without-fonts'

// VitePress takes a theme by its default export alone.
export default theme
