/** Files that the bundler imports as text. */

declare module '*.gz' {
  const base64: string;
  export default base64;
}

declare module '*.txt' {
  const text: string;
  export default text;
}

declare module '*.py' {
  const text: string;
  export default text;
}

declare module '*.md' {
  const text: string;
  export default text;
}

declare module '*.toml' {
  const text: string;
  export default text;
}
