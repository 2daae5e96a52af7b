// The loops of a batch norm and of the activation after it, over rows whose channels lie side by side in memory. norm_kernels.cpp is compiled once for each
// level of instructions; at run time the processor says which it has.
#pragma once

#include <cstdint>

namespace twt {

/// What each channel is normalised by: the activation is given z = (x - mean) * scale + bias.
struct NormChannels {
    int64_t count;
    const float* mean;
    const float* scale;
    const float* bias;
};

/// Loops over maps of one type of number. Rows follow each other without gaps, each of as many numbers as there are channels.
struct NormLoops {
    /// Of each channel the mean of its values, and the sum of their squared distances from it.
    void (*moments)(const void* x, int64_t rows, int64_t channels, float* mean, float* squares);

    /// y = activation(z).
    void (*forward)(const void* x, void* y, int64_t rows, const NormChannels& by, int32_t activation);

    /// Of each channel the sum of dz and that of dz * (x - mean), where dz is z's gradient and dy that of activation(z).
    void (*sums)(const void* x, const void* dy, int64_t rows, const NormChannels& by, int32_t activation, float* plain,
                 float* weighted);

    /// dx = scale * dz + slope * (x - mean) + offset.
    void (*backward)(const void* x, const void* dy, void* dx, int64_t rows, const NormChannels& by, const float* slope,
                     const float* offset, int32_t activation);
};

struct NormKernels {
    NormLoops float32;
    NormLoops bfloat16;
};

extern const NormKernels norm_kernels_plain;
extern const NormKernels norm_kernels_avx2;  // only where TWT_AVX2 is defined

}  // namespace twt
