/** Files imported as text (`with { type: 'text' }`). */
declare module '*.py' {
  const text: string;
  export default text;
}

declare module '*.txt' {
  const text: string;
  export default text;
}
