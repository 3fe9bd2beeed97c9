/** A stylesheet imported as text (`with { type: 'text' }`), or by the page's own bundle. */
declare module '*.css' {
  const css: string;
  export default css;
}
