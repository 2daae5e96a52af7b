// Winograd's convolution for weights that stay as they are; winograd.cpp has the one for training.
#pragma once

#include "internal.h"

#if defined(TWT_OPENMP) && defined(TWT_ONEDNN)
#define TWT_WINOGRAD_CONVOLUTIONS
#endif

namespace twt {

/// Whether a convolution of 3 x 3 with a step and a rim of 1 pixel can be computed so, and is the quicker for it.
bool winograd_fits(const at::Tensor& input, const at::Tensor& weight);

/// What `winograd_convolve` wants of the weights.
at::Tensor winograd_transform(const at::Tensor& weight);

/// The convolution of [N,C,H,W], channels-last, plus a bias [K] and a map of the result's shape and layout (either may be undefined), with a ReLU where `relu`
/// says so.
at::Tensor winograd_convolve(const at::Tensor& input, const at::Tensor& transformed, const at::Tensor& bias, const at::Tensor& addend, bool relu);

}  // namespace twt
