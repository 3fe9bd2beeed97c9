// The sizes of a convolution: of x, [N, CHANNELS, HEIGHT, WIDTH], of the windows over it and of the output, [N, filters,
// OUT_HEIGHT, OUT_WIDTH].

override CHANNELS: u32;
override HEIGHT: u32;
override WIDTH: u32;
override KERNEL: u32;
override STRIDE: u32;
// Zeros above and to the left.
override PADDING_TOP: u32;
override PADDING_LEFT: u32;
// Rows and columns of the output.
override OUT_HEIGHT: u32;
override OUT_WIDTH: u32;
