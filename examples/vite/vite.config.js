export default {
  base: './',
  server: {
    // Two headers let the page train on several cores; without them it trains on one.
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    // In this repository the package lies outside of the example. Leave it out where npm installed the package.
    fs: { allow: ['.', '../../pkg'] },
  },
};
