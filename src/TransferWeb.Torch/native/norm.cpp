// A batch norm in training with the activation after it, as one operation that knows its gradient. libtorch writes the norm's result to memory, reads it again
// for the activation, and does as much on the way back, although such networks mostly wait for memory. Here a map is read twice and written once, and on the
// way back read twice beside its gradient. On the processor, for maps whose channels lie side by side; elsewhere callers do it by libtorch's operators.
#include "internal.h"

#if defined(TWT_OPENMP)

#include "loops.h"
#include "norm_kernels.h"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace {

const twt::NormLoops& loops_for(const at::Tensor& map) {
#if defined(TWT_AVX2)
    const auto& kernels = twt::has_avx2() ? twt::norm_kernels_avx2 : twt::norm_kernels_plain;
#else
    const auto& kernels = twt::norm_kernels_plain;
#endif
    return map.scalar_type() == at::kFloat ? kernels.float32 : kernels.bfloat16;
}

/// How a map's pixels are shared out: in blocks that stay in a core's cache. It follows from the map's shape alone, so that sums, and with them a run's weights,
/// do not depend on the number of threads.
class Blocks {
public:
    explicit Blocks(const at::Tensor& map) : channels_(map.size(1)), pixels_(map.numel() / channels_) {
        // Short rows keep no vector unit busy: several pixels are one row where that leaves none over.
        pixels_in_row_ = (narrow - 1) / channels_ + 1;
        while (pixels_ % pixels_in_row_ != 0) {
            --pixels_in_row_;
        }
        rows_in_block_ = std::max<int64_t>(numbers / width(), 1);
    }

    int64_t channels() const { return channels_; }
    int64_t pixels() const { return pixels_; }
    int64_t pixels_in_row() const { return pixels_in_row_; }
    int64_t width() const { return channels_ * pixels_in_row_; }
    int64_t count() const { return (rows() - 1) / rows_in_block_ + 1; }
    int64_t first_row(int64_t block) const { return block * rows_in_block_; }
    int64_t rows_in(int64_t block) const { return std::min(rows_in_block_, rows() - first_row(block)); }

private:
    static constexpr int64_t narrow = 64;          // numbers that a row should have
    static constexpr int64_t numbers = 16 * 1024;  // in a block: 64 KiB of float32

    int64_t rows() const { return pixels_ / pixels_in_row_; }

    int64_t channels_;
    int64_t pixels_;
    int64_t pixels_in_row_;
    int64_t rows_in_block_;
};

/// Where a block begins in a map.
char* start(const at::Tensor& map, const Blocks& blocks, int64_t block) {
    return static_cast<char*>(map.data_ptr()) + blocks.first_row(block) * blocks.width() * map.element_size();
}

/// Two numbers for each channel, of each block and each pixel of a row.
class Partials {
public:
    explicit Partials(const Blocks& blocks)
        : blocks_(blocks), values_(static_cast<size_t>(blocks.count() * 2 * blocks.width())) {}

    float* first(int64_t block) { return values_.data() + block * 2 * blocks_.width(); }
    float* second(int64_t block) { return first(block) + blocks_.width(); }

    /// Gives the body two arrays, a number for each channel, and of how many pixels they are; always in the same order.
    template <class Body>
    void visit(const Body& body) {
        for (int64_t block = 0; block < blocks_.count(); ++block) {
            for (int64_t pixel = 0; pixel < blocks_.pixels_in_row(); ++pixel) {
                const auto at = pixel * blocks_.channels();
                body(first(block) + at, second(block) + at, blocks_.rows_in(block));
            }
        }
    }

private:
    const Blocks& blocks_;
    std::vector<float> values_;
};

/// Numbers of channels for every pixel of a row, in single precision.
class RowOf {
public:
    template <class Number>
    RowOf(const Blocks& blocks, const Number& of_channel) : values_(static_cast<size_t>(blocks.width())) {
        for (int64_t i = 0; i < blocks.width(); ++i) {
            values_[static_cast<size_t>(i)] = static_cast<float>(of_channel(i % blocks.channels()));
        }
    }

    const float* data() const { return values_.data(); }

private:
    std::vector<float> values_;
};

/// The mean of each channel and its values' mean squared distance from it, [C] each in double precision. Parts are joined after Chan et al. (1983), which loses
/// nothing where a mean is far from zero.
std::pair<at::Tensor, at::Tensor> moments(const at::Tensor& map, const Blocks& blocks) {
    const auto& loops = loops_for(map);
    Partials partials(blocks);
    twt::in_parallel(blocks.count(), [&](int64_t block) {
        loops.moments(start(map, blocks, block), blocks.rows_in(block), blocks.width(), partials.first(block), partials.second(block));
    });
    auto mean = at::zeros({blocks.channels()}, at::kDouble);
    auto variance = at::zeros({blocks.channels()}, at::kDouble);
    auto* const middle = mean.data_ptr<double>();
    auto* const squares = variance.data_ptr<double>();
    double before = 0;
    partials.visit([&](const float* part_mean, const float* part_squares, int64_t count) {
        const double share = count / (before + count);
        for (int64_t c = 0; c < blocks.channels(); ++c) {
            const double apart = part_mean[c] - middle[c];
            middle[c] += apart * share;
            squares[c] += part_squares[c] + apart * apart * before * share;
        }
        before += count;
    });
    variance.div_(blocks.pixels());
    return {mean, variance};
}

/// What a map's channels are normalised by, laid out for rows of pixels.
class Normalisation {
public:
    Normalisation(const Blocks& blocks, const at::Tensor& mean, const at::Tensor& deviation, const at::Tensor& weight, const at::Tensor& bias)
        : mean_(blocks, [values = mean.data_ptr<double>()](int64_t c) { return values[c]; }),
          scale_(blocks, [values = deviation.data_ptr<double>(), weights = weight.data_ptr<float>()](int64_t c) { return weights[c] / values[c]; }),
          bias_(blocks, [values = bias.data_ptr<float>()](int64_t c) { return values[c]; }),
          channels_{blocks.width(), mean_.data(), scale_.data(), bias_.data()} {}

    const twt::NormChannels& channels() const { return channels_; }

private:
    RowOf mean_;
    RowOf scale_;
    RowOf bias_;
    twt::NormChannels channels_;
};

class NormActivation : public torch::autograd::Function<NormActivation> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                              const at::Tensor& running_mean, const at::Tensor& running_variance, double momentum, double epsilon,
                              int64_t activation) {
        const Blocks blocks(input);
        const auto [mean, variance] = moments(input, blocks);
        const auto deviation = (variance + epsilon).sqrt();
        if (running_mean.defined()) {
            const auto unbiased = static_cast<double>(blocks.pixels()) / static_cast<double>(blocks.pixels() - 1);
            running_mean.lerp_(mean.to(running_mean.scalar_type()), momentum);
            running_variance.lerp_((variance * unbiased).to(running_variance.scalar_type()), momentum);
        }
        auto result = at::empty_like(input, at::MemoryFormat::ChannelsLast);
        const Normalisation by(blocks, mean, deviation, weight, bias);
        const auto& loops = loops_for(input);
        twt::in_parallel(blocks.count(), [&](int64_t block) {
            loops.forward(start(input, blocks, block), start(result, blocks, block), blocks.rows_in(block), by.channels(),
                          static_cast<int32_t>(activation));
        });
        context->save_for_backward({input, weight, bias, mean, deviation});
        context->saved_data["activation"] = activation;
        return result;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        TORCH_CHECK(!c10::GradMode::is_enabled(), "A fused batch norm cannot be differentiated twice.");
        const auto saved = context->get_saved_variables();
        const auto &input = saved[0], &weight = saved[1], &bias = saved[2], &mean = saved[3], &deviation = saved[4];
        const auto activation = static_cast<int32_t>(context->saved_data["activation"].toInt());
        const auto above = gradients[0].to(input.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
        const Blocks blocks(input);
        const auto& loops = loops_for(input);
        const Normalisation by(blocks, mean, deviation, weight, bias);
        Partials partials(blocks);
        twt::in_parallel(blocks.count(), [&](int64_t block) {
            loops.sums(start(input, blocks, block), start(above, blocks, block), blocks.rows_in(block), by.channels(), activation,
                       partials.first(block), partials.second(block));
        });
        auto plain = at::zeros_like(mean);
        auto weighted = at::zeros_like(mean);
        auto* const plain_sums = plain.data_ptr<double>();
        auto* const weighted_sums = weighted.data_ptr<double>();
        partials.visit([&](const float* part_plain, const float* part_weighted, int64_t) {
            for (int64_t c = 0; c < blocks.channels(); ++c) {
                plain_sums[c] += part_plain[c];
                weighted_sums[c] += part_weighted[c];
            }
        });
        weighted.div_(deviation);
        // dx = weight / deviation * (dz - mean(dz) - (x - mean) / deviation * mean(dz * (x - mean) / deviation)), Ioffe & Szegedy (2015).
        const auto scale = weight.to(at::kDouble) / deviation / static_cast<double>(-blocks.pixels());
        const auto slopes = scale * weighted / deviation;
        const auto offsets = scale * plain;
        const RowOf slope(blocks, [values = slopes.data_ptr<double>()](int64_t c) { return values[c]; });
        const RowOf offset(blocks, [values = offsets.data_ptr<double>()](int64_t c) { return values[c]; });
        auto result = at::empty_like(input, at::MemoryFormat::ChannelsLast);
        twt::in_parallel(blocks.count(), [&](int64_t block) {
            loops.backward(start(input, blocks, block), start(above, blocks, block), start(result, blocks, block), blocks.rows_in(block),
                           by.channels(), slope.data(), offset.data(), activation);
        });
        return {result, weighted.to(weight.scalar_type()), plain.to(bias.scalar_type()), at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

bool is_known(int32_t activation) {
    return activation == TWT_NO_ACTIVATION || activation == TWT_RELU || activation == TWT_RELU6 || activation == TWT_HARDSWISH;
}

bool is_row_of(const at::Tensor& values, int64_t channels) {
    return values.defined() && values.device().is_cpu() && values.scalar_type() == at::kFloat && values.dim() == 1 && values.size(0) == channels &&
           values.is_contiguous();
}

bool is_map(const at::Tensor& input) {
    return input.device().is_cpu() && (input.scalar_type() == at::kFloat || input.scalar_type() == at::kBFloat16) && input.dim() == 4 &&
           input.numel() > input.size(1) && input.is_contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace

TWT_API int32_t twt_norm_activation(TwtTensorHandle input, TwtTensorHandle weight, TwtTensorHandle bias, TwtTensorHandle running_mean,
                                    TwtTensorHandle running_variance, double momentum, double epsilon, int32_t activation,
                                    TwtTensorHandle* result) {
    return twt::guarded([&] {
        *result = nullptr;
        const auto map = twt::borrow(input);
        const auto scale = twt::borrow(weight), shift = twt::borrow(bias);
        const auto mean = twt::borrow(running_mean), variance = twt::borrow(running_variance);
        if (is_map(map) && is_known(activation) && is_row_of(scale, map.size(1)) && is_row_of(shift, map.size(1)) &&
            mean.defined() == variance.defined()) {
            *result = twt::release(NormActivation::apply(map, scale, shift, mean, variance, momentum, epsilon, static_cast<int64_t>(activation)));
        }
    });
}

#else

TWT_API int32_t twt_norm_activation(TwtTensorHandle input, TwtTensorHandle weight, TwtTensorHandle bias, TwtTensorHandle running_mean,
                                    TwtTensorHandle running_variance, double momentum, double epsilon, int32_t activation,
                                    TwtTensorHandle* result) {
    *result = nullptr;
    return TWT_OK;
}

#endif
