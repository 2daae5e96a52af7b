// The transforms of Winograd's convolution F(4x4, 3x3), over numbers of channels that lie side by side in memory. winograd_kernels.cpp is compiled once for each
// level of instructions; at run time the processor says which it has.
#pragma once

#include <cstdint>

namespace twt {

constexpr int winograd_tile = 4;    // side of a square of results
constexpr int winograd_window = 6;  // side of what it is computed from
constexpr int winograd_points = winograd_window * winograd_window;
constexpr int winograd_lanes = 8;  // channels taken at once; their number is a multiple of it

/// What is done to a tile's pixels before they are written.
struct WinogradEnd {
    const float* bias;            // a number for each channel, or null
    const float* const* addends;  // 16 pixels, or null
    bool relu;
};

/// Each works on one tile, or on the kernel of one output channel, for all channels. What belongs to a point lies `stride` numbers after what belongs to the point
/// before it.
struct WinogradKernels {
    /// From a window's 36 pixels.
    void (*window)(const float* const* pixels, int64_t channels, float* points, int64_t stride);

    /// To a tile's 16 pixels.
    void (*tile)(const float* points, int64_t stride, int64_t channels, const WinogradEnd& end, float* const* pixels);

    /// From the gradients of a tile's 16 pixels, for those of kernels.
    void (*tile_gradient)(const float* const* pixels, int64_t channels, float* points, int64_t stride);

    /// From a kernel [3, 3, channels], turned around where it is to take gradients back.
    void (*kernel)(const float* weights, int64_t channels, bool turned, float* points, int64_t stride);

    /// To the gradient of a kernel [3, 3, channels].
    void (*kernel_gradient)(const float* points, int64_t stride, int64_t channels, float* weights);
};

extern const WinogradKernels winograd_kernels_plain;
extern const WinogradKernels winograd_kernels_avx2;  // only where TWT_AVX2 is defined

}  // namespace twt
