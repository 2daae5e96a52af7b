// Convolutions of 3 x 3 by Winograd's minimal filtering (Lavin & Gray, 2016): squares of 4 x 4 results from 36 products for each pair of channels instead of 144,
// the products as 36 matrix products. oneDNN has it for AVX-512 alone. With its gradients, for training in float32 on the processor; elsewhere, and for other
// convolutions, callers use libtorch's operators.
#include "winograd.h"

#if defined(TWT_WINOGRAD_CONVOLUTIONS)

#include "loops.h"
#include "winograd_kernels.h"

#include <ATen/Functions.h>
#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <oneapi/dnnl/dnnl.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <array>
#include <vector>

namespace {

constexpr int side = twt::winograd_tile;
constexpr int window = twt::winograd_window;
constexpr int points = twt::winograd_points;

const twt::WinogradKernels& kernels() {
#if defined(TWT_AVX2)
    return twt::has_avx2() ? twt::winograd_kernels_avx2 : twt::winograd_kernels_plain;
#else
    return twt::winograd_kernels_plain;
#endif
}

/// How maps of one size are cut into squares, which need not fit.
struct Tiles {
    int64_t height, width, down, across, count;

    explicit Tiles(const at::Tensor& map)
        : height(map.size(2)), width(map.size(3)), down((height - 1) / side + 1), across((width - 1) / side + 1),
          count(map.size(0) * down * across) {}
};

/// Pointers to a square of `edge` pixels around a tile; what lies outside the map is at `outside`.
template <int edge, class Pointer>
void locate(const Tiles& tiles, int64_t index, int64_t rim, Pointer map, int64_t channels, Pointer outside, std::array<Pointer, edge * edge>& pixels) {
    const auto top = index / tiles.across % tiles.down * side - rim;
    const auto left = index % tiles.across * side - rim;
    const auto picture = map + index / (tiles.across * tiles.down) * tiles.height * tiles.width * channels;
    for (int64_t i = 0; i < edge; ++i) {
        for (int64_t j = 0; j < edge; ++j) {
            const auto y = top + i, x = left + j;
            const bool inside = y >= 0 && y < tiles.height && x >= 0 && x < tiles.width;
            pixels[i * edge + j] = inside ? picture + (y * tiles.width + x) * channels : outside;
        }
    }
}

/// Tiles taken at a time: what is computed of them should stay in the last cache, and each matrix product be worth its call.
int64_t chunk_of(int64_t channels) {
    constexpr int64_t numbers = 4 << 20;  // 16 MiB
    return std::max<int64_t>(numbers / (points * channels), 64);
}

/// Calls the body with the first tile of each chunk and their number.
template <class Body>
void in_chunks(const Tiles& tiles, int64_t channels, const Body& body) {
    const auto size = chunk_of(channels);
    for (int64_t first = 0; first < tiles.count; first += size) {
        body(first, std::min(size, tiles.count - first));
    }
}

/// c = a * b + beta * c, row by row; `a` has m rows and `inner` columns, or the other way round where it is to be turned, and so has b.
void multiply(char turn_a, char turn_b, int64_t m, int64_t n, int64_t inner, const float* a, const float* b, float beta, float* c) {
    const auto status = dnnl_sgemm(turn_a, turn_b, m, n, inner, 1, a, turn_a == 'T' ? m : inner, b, turn_b == 'T' ? inner : n, beta, c, n);
    TORCH_CHECK(status != dnnl_out_of_memory, "can't allocate memory for a matrix product");
    TORCH_CHECK(status == dnnl_success, "oneDNN cannot multiply matrices: status ", static_cast<int>(status));
}

float* floats(const at::Tensor& tensor) {
    return tensor.data_ptr<float>();
}

/// A kernel for each point, [36, outputs, inputs]; turned around to take gradients back.
at::Tensor transform_kernels(const at::Tensor& weight, bool turned) {
    const auto outputs = weight.size(0), inputs = weight.size(1);
    auto result = at::empty({points, outputs, inputs}, weight.options(), at::MemoryFormat::Contiguous);
    twt::in_parallel(outputs, [&](int64_t k) {
        kernels().kernel(floats(weight) + k * 9 * inputs, inputs, turned, floats(result) + k * inputs, outputs * inputs);
    });
    return result;
}

/// For each point what its tiles' windows give there: [36, count, channels].
void transform_windows(const at::Tensor& map, const Tiles& tiles, int64_t first, int64_t count, float* result) {
    const auto channels = map.size(1);
    const std::vector<float> zeros(channels);
    twt::in_parallel(count, [&](int64_t i) {
        std::array<const float*, points> pixels;
        locate<window, const float*>(tiles, first + i, 1, floats(map), channels, zeros.data(), pixels);
        kernels().window(pixels.data(), channels, result + i * channels, count * channels);
    });
}

/// What follows a convolution; what is undefined is left out.
struct End {
    at::Tensor bias;
    at::Tensor addend;
    bool relu = false;
};

/// The map's convolution with kernels [36, outputs, inputs]; or, of a gradient, the one that takes it back from outputs to inputs.
at::Tensor convolve(const at::Tensor& map, const at::Tensor& transformed, bool back, const End& end) {
    const Tiles tiles(map);
    const auto from = map.size(1), to = transformed.size(back ? 2 : 1);
    auto result = at::empty({map.size(0), to, tiles.height, tiles.width}, map.options(), at::MemoryFormat::ChannelsLast);
    const auto most = std::min(chunk_of(from + to), tiles.count);
    const auto windows = at::empty({points, most, from}, transformed.options()), products = at::empty({points, most, to}, transformed.options());
    in_chunks(tiles, from + to, [&](int64_t first, int64_t count) {
        transform_windows(map, tiles, first, count, floats(windows));
        twt::in_parallel(points, [&](int64_t p) {
            multiply('N', back ? 'N' : 'T', count, to, from, floats(windows) + p * count * from, floats(transformed) + p * from * to, 0,
                     floats(products) + p * count * to);
        });
        at::parallel_for(0, count, 1, [&](int64_t begin, int64_t until) {
            std::vector<float> discarded(to);
            std::array<float*, side * side> pixels, addends;
            for (auto i = begin; i < until; ++i) {
                locate<side, float*>(tiles, first + i, 0, floats(result), to, discarded.data(), pixels);
                if (end.addend.defined()) {
                    locate<side, float*>(tiles, first + i, 0, floats(end.addend), to, discarded.data(), addends);
                }
                const twt::WinogradEnd finish{end.bias.defined() ? floats(end.bias) : nullptr, end.addend.defined() ? addends.data() : nullptr, end.relu};
                kernels().tile(floats(products) + i * to, count * to, to, finish, pixels.data());
            }
        });
    });
    return result;
}

/// The gradient of the weights, [outputs, inputs, 3, 3].
at::Tensor kernel_gradient(const at::Tensor& map, const at::Tensor& above) {
    const Tiles tiles(map);
    const auto inputs = map.size(1), outputs = above.size(1);
    const std::vector<float> zeros(outputs);
    const auto sums = at::empty({points, outputs, inputs}, map.options(), at::MemoryFormat::Contiguous);
    const auto most = std::min(chunk_of(inputs + outputs), tiles.count);
    const auto windows = at::empty({points, most, inputs}, sums.options()), gradients = at::empty({points, most, outputs}, sums.options());
    in_chunks(tiles, inputs + outputs, [&](int64_t first, int64_t count) {
        transform_windows(map, tiles, first, count, floats(windows));
        twt::in_parallel(count, [&](int64_t i) {
            std::array<const float*, side * side> pixels;
            locate<side, const float*>(tiles, first + i, 0, floats(above), outputs, zeros.data(), pixels);
            kernels().tile_gradient(pixels.data(), outputs, floats(gradients) + i * outputs, count * outputs);
        });
        twt::in_parallel(points, [&](int64_t p) {
            multiply('T', 'N', outputs, inputs, count, floats(gradients) + p * count * outputs, floats(windows) + p * count * inputs,
                     first == 0 ? 0 : 1, floats(sums) + p * outputs * inputs);
        });
    });
    auto result = at::empty({outputs, inputs, 3, 3}, map.options(), at::MemoryFormat::ChannelsLast);
    twt::in_parallel(outputs, [&](int64_t k) {
        kernels().kernel_gradient(floats(sums) + k * inputs, outputs * inputs, inputs, floats(result) + k * 9 * inputs);
    });
    return result;
}

class Winograd : public torch::autograd::Function<Winograd> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input, const at::Tensor& weight,
                              const c10::optional<at::Tensor>& bias) {
        context->save_for_backward({input, weight, bias.value_or(at::Tensor())});
        return convolve(input, twt::winograd_transform(weight), false, {bias.value_or(at::Tensor())});
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        TORCH_CHECK(!c10::GradMode::is_enabled(), "A convolution by Winograd's filtering cannot be differentiated twice.");
        const auto saved = context->get_saved_variables();
        const auto &input = saved[0], &weight = saved[1], &bias = saved[2];
        const auto above = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        at::Tensor of_input, of_weight, of_bias;
        if (input.requires_grad()) {
            of_input = convolve(above, transform_kernels(weight.contiguous(at::MemoryFormat::ChannelsLast), true), true, {});
        }
        if (weight.requires_grad()) {
            of_weight = kernel_gradient(input, above);
        }
        if (bias.defined() && bias.requires_grad()) {
            of_bias = above.sum({0, 2, 3});
        }
        return {of_input, of_weight, of_bias};
    }
};

/// Few channels are all transforms and no products, and of small maps the squares compute much that nobody wants.
bool pays(const at::Tensor& input, const at::Tensor& weight) {
    constexpr int64_t fewest = 32;
    const Tiles tiles(input);
    return weight.size(0) >= fewest && weight.size(1) >= fewest && 2 * input.size(0) * tiles.height * tiles.width >= tiles.count * side * side;
}

bool is_float(const at::Tensor& tensor) {
    return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.dim() == 4 && tensor.numel() > 0;
}

bool can_shift(const c10::optional<at::Tensor>& bias, const at::Tensor& weight) {
    return !bias || (bias->device().is_cpu() && bias->scalar_type() == at::kFloat && bias->is_contiguous() && bias->numel() == weight.size(0));
}

}  // namespace

namespace twt {

bool winograd_fits(const at::Tensor& input, const at::Tensor& weight) {
    return is_float(input) && is_float(weight) && input.is_contiguous(at::MemoryFormat::ChannelsLast) && weight.size(2) == 3 &&
           weight.size(3) == 3 && weight.size(1) == input.size(1) && weight.size(0) % winograd_lanes == 0 &&
           weight.size(1) % winograd_lanes == 0 && pays(input, weight);
}

at::Tensor winograd_transform(const at::Tensor& weight) {
    return transform_kernels(weight.contiguous(at::MemoryFormat::ChannelsLast), false);
}

at::Tensor winograd_convolve(const at::Tensor& input, const at::Tensor& transformed, const at::Tensor& bias, const at::Tensor& addend, bool relu) {
    return convolve(input, transformed, false, {bias, addend, relu});
}

}  // namespace twt

TWT_API int32_t twt_winograd(TwtTensorHandle input, TwtTensorHandle weight, TwtTensorHandle bias, TwtTensorHandle* result) {
    return twt::guarded([&] {
        *result = nullptr;
        const auto map = twt::borrow(input), kernels = twt::borrow(weight);
        const auto shift = bias ? c10::make_optional(twt::borrow(bias)) : c10::nullopt;
        if (!at::autocast::is_cpu_enabled() && twt::winograd_fits(map, kernels) && can_shift(shift, kernels)) {
            *result = twt::release(Winograd::apply(map, kernels, shift));
        }
    });
}

#else

TWT_API int32_t twt_winograd(TwtTensorHandle input, TwtTensorHandle weight, TwtTensorHandle bias, TwtTensorHandle* result) {
    *result = nullptr;
    return TWT_OK;
}

#endif
