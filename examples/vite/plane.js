/** @file The plane: scales points to it, and paints the network's answers with the points on top. */

const COLOURS = [
  [200, 99, 27],
  [47, 91, 208],
  [62, 143, 88],
  [140, 82, 170],
  [90, 90, 90],
];

/**
 * @param {Float32Array} inputs two columns
 * @returns {Float32Array} each column from -1 to 1
 */
export function scaled(inputs) {
  const column = (at) => inputs.filter((_, index) => index % 2 === at);
  const ranges = [0, 1].map((at) => [Math.min(...column(at)), Math.max(...column(at))]);
  return inputs.map((value, index) => {
    const [least, most] = ranges[index % 2];
    return (2 * (value - least)) / (most - least || 1) - 1;
  });
}

/** Points across and down that the network is asked for. */
const GRID = 96;

const place = (value, size) => ((value / 1.1 + 1) / 2) * size;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('inkgrad').Session} session
 * @param {Float32Array} points
 * @param {ArrayLike<number>} labels
 */
export async function paint(canvas, session, points, labels) {
  const at = (pixel) => 1.1 * ((2 * pixel + 1) / GRID - 1);
  const grid = Float32Array.from({ length: 2 * GRID * GRID }, (_, index) =>
    index % 2 === 0 ? at((index / 2) % GRID) : at(Math.floor(index / 2 / GRID)),
  );
  const brush = canvas.getContext('2d');
  const picture = await createImageBitmap(pictureOf(await session.predict(grid)));
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  brush.strokeStyle = 'white';
  for (let row = 0; row < labels.length; row += 1) {
    brush.fillStyle = `rgb(${COLOURS[labels[row] % COLOURS.length].join(' ')})`;
    brush.beginPath();
    brush.arc(place(points[2 * row], canvas.width), place(points[2 * row + 1], canvas.height), 5, 0, 2 * Math.PI);
    brush.fill();
    brush.stroke();
  }
}

/** Each class adds its colour by its probability, lightened so that the points stand out. */
function pictureOf(probabilities) {
  const image = new ImageData(GRID, GRID);
  const classes = probabilities.length / (GRID * GRID);
  for (let pixel = 0; pixel < GRID * GRID; pixel += 1) {
    const own = probabilities.subarray(classes * pixel, classes * (pixel + 1));
    for (const channel of [0, 1, 2]) {
      const mixed = own.reduce((sum, part, index) => sum + part * COLOURS[index % COLOURS.length][channel], 0);
      image.data[4 * pixel + channel] = 115 + 0.55 * mixed;
    }
    image.data[4 * pixel + 3] = 255;
  }
  return image;
}
