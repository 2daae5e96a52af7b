// Convolutions for inference by oneDNN itself, where libtorch's own call loses time: here weights are brought into oneDNN's layout once instead of in each
// call, and what follows (an addition, an activation) is done while the result is still in the processor's cache. Built where oneDNN's headers are found
// beside the system's libtorch (CMakeLists.txt); elsewhere no convolution can be planned, and callers do it by libtorch's operators.
#include "winograd.h"

#if defined(TWT_ONEDNN)

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <oneapi/dnnl/dnnl.hpp>

#include <array>
#include <cstring>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace {

using dnnl::algorithm;
using dnnl::memory;
using Forward = dnnl::convolution_forward;

// Batches are of one size but for the last; single pictures are asked for in between. More shapes than these are planned anew.
constexpr size_t kept_plans = 4;

const dnnl::engine& processor() {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

dnnl::stream& stream() {
    static thread_local dnnl::stream stream(processor());
    return stream;
}

std::optional<memory::data_type> type_of(const at::Tensor& tensor) {
    switch (tensor.scalar_type()) {
        case at::kFloat:
            return memory::data_type::f32;
        case at::kBFloat16:
            return memory::data_type::bf16;
        default:
            return std::nullopt;
    }
}

memory memory_of(const memory::desc& desc, const at::Tensor& tensor) {
    return memory(desc, processor(), tensor.data_ptr());
}

at::Tensor bytes(size_t count) {
    return at::empty({static_cast<int64_t>(count)}, at::kByte);
}

// What is not a number stays so in libtorch's activations; oneDNN's make zeros of it, and nobody would notice that a network is broken.
bool is_finite(const at::Tensor& values) {
    return !values.defined() || at::isfinite(values).all().item<bool>();
}

void append_activation(dnnl::post_ops& after, int32_t activation) {
    switch (activation) {
        case TWT_NO_ACTIVATION:
            return;
        case TWT_RELU:
            return after.append_eltwise(1, algorithm::eltwise_relu, 0, 0);
        case TWT_RELU6:
            return after.append_eltwise(1, algorithm::eltwise_clip, 0, 6);
        case TWT_HARDSWISH:
            return after.append_eltwise(1, algorithm::eltwise_hardswish, 0, 0);
        case TWT_HARDSIGMOID:
            after.append_eltwise(1, algorithm::eltwise_linear, 1.0f / 6, 0.5f);
            return after.append_eltwise(1, algorithm::eltwise_clip, 0, 1);
        case TWT_SILU:
            return after.append_eltwise(1, algorithm::eltwise_swish, 1, 0);
        case TWT_SIGMOID:
            return after.append_eltwise(1, algorithm::eltwise_logistic, 0, 0);
        case TWT_GELU:
            return after.append_eltwise(1, algorithm::eltwise_gelu_erf, 0, 0);
        default:
            TORCH_CHECK(false, "There is no activation ", activation, ".");
    }
}

/// What a plan holds for.
struct Shape {
    std::array<int64_t, 4> input;
    bool adds;
    int threads;

    bool operator==(const Shape& other) const {
        return input == other.input && adds == other.adds && threads == other.threads;
    }
};

/// oneDNN's way of computing one convolution for one shape; none where it has only its slow reference.
struct Plan {
    Shape shape;
    std::optional<Forward::primitive_desc> desc;
    Forward primitive;
    at::Tensor weight;
};

class Convolution {
public:
    Convolution(at::Tensor weight, at::Tensor bias, int64_t stride, int64_t padding, int64_t groups, int32_t activation)
        : weight_(std::move(weight)), bias_(std::move(bias)), stride_(stride), padding_(padding), groups_(groups),
          activation_(activation) {}

    /// The result, channels-last; undefined where the input is of another kind or oneDNN has no quick way.
    at::Tensor run(const at::Tensor& input, const at::Tensor& addend) {
        if (!is_like_weight(input) || input.size(1) != weight_.size(1) * groups_) {
            return at::Tensor();
        }
#if defined(TWT_WINOGRAD_CONVOLUTIONS)
        if (takes_winograd(input, addend)) {
            return twt::winograd_convolve(input, winograd_weight(), bias_, addend, activation_ == TWT_RELU);
        }
#endif
        const auto plan = plan_for({{input.size(0), input.size(1), input.size(2), input.size(3)}, addend.defined(),
                                    at::get_num_threads()});
        if (!plan->desc) {
            return at::Tensor();
        }
        const auto& desc = *plan->desc;
        const auto sizes = desc.dst_desc().dims();
        if (!can_add(addend, sizes)) {
            return at::Tensor();
        }
        auto result = addend.defined() ? addend.clone(at::MemoryFormat::ChannelsLast)
                                       : at::empty(sizes, input.options(), at::MemoryFormat::ChannelsLast);
        const auto scratchpad = bytes(desc.scratchpad_desc().get_size());
        std::unordered_map<int, memory> arguments{
            {DNNL_ARG_SRC, memory_of(desc.src_desc(), input)},
            {DNNL_ARG_WEIGHTS, memory_of(desc.weights_desc(), plan->weight)},
            {DNNL_ARG_DST, memory_of(desc.dst_desc(), result)},
            {DNNL_ARG_SCRATCHPAD, memory_of(desc.scratchpad_desc(), scratchpad)},
        };
        if (bias_.defined()) {
            arguments.emplace(DNNL_ARG_BIAS, memory_of(desc.bias_desc(), bias_));
        }
        plan->primitive.execute(stream(), arguments);
        stream().wait();
        return result;
    }

private:
    bool is_like_weight(const at::Tensor& map) const {
        return map.device().is_cpu() && map.scalar_type() == weight_.scalar_type() && map.dim() == 4 && map.numel() > 0 &&
               map.is_contiguous(at::MemoryFormat::ChannelsLast) && !(c10::GradMode::is_enabled() && map.requires_grad());
    }

    bool can_add(const at::Tensor& addend, at::IntArrayRef result) const {
        return !addend.defined() || (is_like_weight(addend) && addend.sizes() == result);
    }

#if defined(TWT_WINOGRAD_CONVOLUTIONS)
    /// Where there are few squares, reading the transformed weights takes longer than all products.
    bool takes_winograd(const at::Tensor& input, const at::Tensor& addend) const {
        constexpr int64_t fewest_pixels = 32 * 16;
        return stride_ == 1 && padding_ == 1 && groups_ == 1 && (activation_ == TWT_NO_ACTIVATION || activation_ == TWT_RELU) &&
               input.size(0) * input.size(2) * input.size(3) >= fewest_pixels && twt::winograd_fits(input, weight_) &&
               can_add(addend, {input.size(0), weight_.size(0), input.size(2), input.size(3)});
    }

    at::Tensor winograd_weight() {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (!transformed_.defined()) {
            transformed_ = twt::winograd_transform(weight_);
        }
        return transformed_;
    }
#endif

    std::shared_ptr<Plan> plan_for(const Shape& shape) {
        const std::lock_guard<std::mutex> lock(mutex_);
        for (auto found = plans_.begin(); found != plans_.end(); ++found) {
            if ((*found)->shape == shape) {
                plans_.splice(plans_.begin(), plans_, found);
                return plans_.front();
            }
        }
        plans_.push_front(make(shape));
        if (plans_.size() > kept_plans) {
            plans_.pop_back();
        }
        return plans_.front();
    }

    std::shared_ptr<Plan> make(const Shape& shape) const {
        auto plan = std::make_shared<Plan>();
        plan->shape = shape;
        const auto type = *type_of(weight_);
        const auto side = [&](int64_t input, int64_t kernel) { return (input + 2 * padding_ - kernel) / stride_ + 1; };
        const auto& input = shape.input;
        const memory::dims output = {input[0], weight_.size(0), side(input[2], weight_.size(2)), side(input[3], weight_.size(3))};
        if (output[2] < 1 || output[3] < 1) {
            return plan;
        }
        const memory::desc result(output, type, memory::format_tag::nhwc);
        dnnl::primitive_attr attributes;
        attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
        dnnl::post_ops after;
        if (shape.adds) {
            // To what the result holds before. Reading another tensor instead (append_binary) is wrong in oneDNN 2.6's convolutions by matrix products.
            after.append_sum();
        }
        append_activation(after, activation_);
        attributes.set_post_ops(after);
        const memory::dims strides = {stride_, stride_};
        const memory::dims padding = {padding_, padding_};
        try {
            const memory::desc pictures({input.begin(), input.end()}, type, memory::format_tag::nhwc);
            const memory::desc weights(weight_dims(), type, memory::format_tag::any);
            const auto bias = bias_.defined() ? memory::desc({weight_.size(0)}, type, memory::format_tag::x) : memory::desc();
            plan->desc.emplace(Forward::desc(dnnl::prop_kind::forward_inference, algorithm::convolution_direct, pictures,
                                             weights, bias, result, strides, padding, padding),
                               attributes, processor());
        } catch (const dnnl::error& error) {
            TORCH_CHECK(error.status == dnnl_unimplemented, "oneDNN cannot plan a convolution: ", error.what());
            return plan;
        }
        if (std::strstr(plan->desc->impl_info_str(), "ref") != nullptr) {
            plan->desc.reset();
            return plan;
        }
        plan->primitive = Forward(*plan->desc);
        plan->weight = weight_for(plan->desc->weights_desc());
        return plan;
    }

    memory::dims weight_dims() const {
        const auto sizes = weight_.sizes();
        return groups_ == 1 ? memory::dims(sizes.begin(), sizes.end())
                            : memory::dims{groups_, sizes[0] / groups_, sizes[1], sizes[2], sizes[3]};
    }

    /// The weights in the layout given, shared with another plan that has them so.
    at::Tensor weight_for(const memory::desc& wanted) const {
        for (const auto& plan : plans_) {
            if (plan->desc && plan->desc->weights_desc() == wanted) {
                return plan->weight;
            }
        }
        const auto plain = weight_.contiguous();
        auto arranged = bytes(wanted.get_size());
        const memory::desc given(weight_dims(), *type_of(weight_),
                                 groups_ == 1 ? memory::format_tag::oihw : memory::format_tag::goihw);
        auto from = memory_of(given, plain);
        auto to = memory_of(wanted, arranged);
        dnnl::reorder(from, to).execute(stream(), from, to);
        stream().wait();
        return arranged;
    }

    const at::Tensor weight_;
    const at::Tensor bias_;
    const int64_t stride_;
    const int64_t padding_;
    const int64_t groups_;
    const int32_t activation_;
    std::mutex mutex_;
    std::list<std::shared_ptr<Plan>> plans_;
    at::Tensor transformed_;
};

Convolution* convolution_of(TwtConvolutionHandle handle) {
    return reinterpret_cast<Convolution*>(handle);
}

}  // namespace

TWT_API int32_t twt_convolution_new(TwtTensorHandle weight, TwtTensorHandle bias, int64_t stride, int64_t padding,
                                    int64_t groups, int32_t activation, TwtConvolutionHandle* result) {
    return twt::guarded([&] {
        *result = nullptr;
        const auto kernels = twt::borrow(weight).detach();
        const auto offsets = bias == nullptr ? at::Tensor() : twt::borrow(bias).detach().contiguous();
        if (kernels.device().is_cpu() && kernels.dim() == 4 && type_of(kernels) && is_finite(kernels) && is_finite(offsets)) {
            *result = reinterpret_cast<TwtConvolutionHandle>(
                new Convolution(kernels, offsets, stride, padding, groups, activation));
        }
    });
}

TWT_API int32_t twt_convolution_run(TwtConvolutionHandle convolution, TwtTensorHandle input, TwtTensorHandle addend,
                                    TwtTensorHandle* result) {
    return twt::guarded(
        [&] { *result = twt::release(convolution_of(convolution)->run(twt::borrow(input), twt::borrow(addend))); });
}

TWT_API void twt_convolution_free(TwtConvolutionHandle convolution) {
    delete convolution_of(convolution);
}

#else

TWT_API int32_t twt_convolution_new(TwtTensorHandle weight, TwtTensorHandle bias, int64_t stride, int64_t padding,
                                    int64_t groups, int32_t activation, TwtConvolutionHandle* result) {
    *result = nullptr;
    return TWT_OK;
}

TWT_API int32_t twt_convolution_run(TwtConvolutionHandle convolution, TwtTensorHandle input, TwtTensorHandle addend,
                                    TwtTensorHandle* result) {
    *result = nullptr;
    return TWT_OK;
}

TWT_API void twt_convolution_free(TwtConvolutionHandle convolution) {}

#endif
