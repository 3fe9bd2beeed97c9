/** @file The shaders' texts by name, each of one job; programs.json says which of them make a program. */

import activations from './shaders/activations.wgsl';
import apply from './shaders/apply.wgsl';
import averagePool from './shaders/average_pool.wgsl';
import below from './shaders/below.wgsl';
import block from './shaders/block.wgsl';
import dropout from './shaders/dropout.wgsl';
import finish from './shaders/finish.wgsl';
import grid from './shaders/grid.wgsl';
import lossesBinaryCrossEntropy from './shaders/losses/binary_cross_entropy.wgsl';
import lossesCrossEntropy from './shaders/losses/cross_entropy.wgsl';
import lossesEach from './shaders/losses/each.wgsl';
import lossesHalfSquaredError from './shaders/losses/half_squared_error.wgsl';
import lossesMse from './shaders/losses/mse.wgsl';
import mathematics from './shaders/mathematics.wgsl';
import maxPool from './shaders/max_pool.wgsl';
import operandsConvForward from './shaders/operands/conv_forward.wgsl';
import operandsConvInputGradient from './shaders/operands/conv_input_gradient.wgsl';
import operandsConvWeightGradient from './shaders/operands/conv_weight_gradient.wgsl';
import operandsDenseForward from './shaders/operands/dense_forward.wgsl';
import operandsDenseInputGradient from './shaders/operands/dense_input_gradient.wgsl';
import operandsDenseWeightGradient from './shaders/operands/dense_weight_gradient.wgsl';
import optimizersAdagrad from './shaders/optimizers/adagrad.wgsl';
import optimizersAdam from './shaders/optimizers/adam.wgsl';
import optimizersAdamax from './shaders/optimizers/adamax.wgsl';
import optimizersLion from './shaders/optimizers/lion.wgsl';
import optimizersMomentum from './shaders/optimizers/momentum.wgsl';
import optimizersRmsprop from './shaders/optimizers/rmsprop.wgsl';
import optimizersSgd from './shaders/optimizers/sgd.wgsl';
import partial from './shaders/partial.wgsl';
import penalise from './shaders/penalise.wgsl';
import pool from './shaders/pool.wgsl';
import product from './shaders/product.wgsl';
import productDirect from './shaders/product_direct.wgsl';
import productQuads from './shaders/product_quads.wgsl';
import reduce from './shaders/reduce.wgsl';
import score from './shaders/score.wgsl';
import softmax from './shaders/softmax.wgsl';
import squares from './shaders/squares.wgsl';
import step from './shaders/step.wgsl';
import subgroups from './shaders/subgroups.wgsl';
import sum from './shaders/sum.wgsl';
import sumSubgroups from './shaders/sum_subgroups.wgsl';
import underWindows from './shaders/under_windows.wgsl';
import update from './shaders/update.wgsl';
import windows from './shaders/windows.wgsl';

/** @type {Record<string, string>} */
export const shaders = {
  activations,
  apply,
  average_pool: averagePool,
  below,
  block,
  dropout,
  finish,
  grid,
  'losses/binary_cross_entropy': lossesBinaryCrossEntropy,
  'losses/cross_entropy': lossesCrossEntropy,
  'losses/each': lossesEach,
  'losses/half_squared_error': lossesHalfSquaredError,
  'losses/mse': lossesMse,
  mathematics,
  max_pool: maxPool,
  'operands/conv_forward': operandsConvForward,
  'operands/conv_input_gradient': operandsConvInputGradient,
  'operands/conv_weight_gradient': operandsConvWeightGradient,
  'operands/dense_forward': operandsDenseForward,
  'operands/dense_input_gradient': operandsDenseInputGradient,
  'operands/dense_weight_gradient': operandsDenseWeightGradient,
  'optimizers/adagrad': optimizersAdagrad,
  'optimizers/adam': optimizersAdam,
  'optimizers/adamax': optimizersAdamax,
  'optimizers/lion': optimizersLion,
  'optimizers/momentum': optimizersMomentum,
  'optimizers/rmsprop': optimizersRmsprop,
  'optimizers/sgd': optimizersSgd,
  partial,
  penalise,
  pool,
  product,
  product_direct: productDirect,
  product_quads: productQuads,
  reduce,
  score,
  softmax,
  squares,
  step,
  subgroups,
  sum,
  sum_subgroups: sumSubgroups,
  under_windows: underWindows,
  update,
  windows,
};
