#include "internal.h"

#include <ATen/ops/from_blob.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <vector>

namespace {

std::vector<at::Tensor> tensors(const TwtTensorHandle* handles, int64_t count) {
    std::vector<at::Tensor> result;
    result.reserve(static_cast<size_t>(count));
    for (int64_t i = 0; i < count; ++i) {
        result.push_back(twt::borrow(handles[i]));
    }
    return result;
}

int32_t flags_of(const at::Tensor& tensor) {
    int32_t flags = 0;
    flags |= tensor.requires_grad() ? TWT_REQUIRES_GRAD : 0;
    flags |= tensor.is_leaf() ? TWT_IS_LEAF : 0;
    flags |= tensor.is_inference() ? TWT_IS_INFERENCE : 0;
    if (tensor.layout() != c10::kStrided) {
        return flags | TWT_IS_SPARSE;
    }
    flags |= tensor.is_contiguous() ? TWT_IS_CONTIGUOUS : 0;
    flags |= tensor.dim() == 4 && tensor.is_contiguous(at::MemoryFormat::ChannelsLast) ? TWT_IS_CHANNELS_LAST : 0;
    return flags;
}

}  // namespace

TWT_API void twt_tensor_free(TwtTensorHandle tensor) {
    if (tensor != nullptr) {
        twt::guarded([&] {
            auto* implementation = reinterpret_cast<at::TensorImpl*>(tensor);
            c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(implementation).reset();
        });
    }
}

TWT_API TwtTensorHandle twt_tensor_retain(TwtTensorHandle tensor) {
    return twt::release(twt::borrow(tensor));
}

TWT_API int32_t twt_tensor_info(TwtTensorHandle handle, TwtTensorInfo* info) {
    return twt::guarded([&] {
        const auto tensor = twt::borrow(handle);
        const auto sizes = tensor.sizes();
        info->sizes = sizes.data();
        info->strides = tensor.layout() == c10::kStrided ? tensor.strides().data() : nullptr;
        info->dimensions = static_cast<int64_t>(sizes.size());
        info->elements = tensor.numel();
        info->element_size = static_cast<int64_t>(tensor.element_size());
        info->scalar_type = static_cast<int32_t>(tensor.scalar_type());
        info->device_type = static_cast<int32_t>(tensor.device().type());
        info->device_index = tensor.device().index();
        info->flags = flags_of(tensor);
    });
}

TWT_API int32_t twt_tensor_data(TwtTensorHandle tensor, void** data) {
    return twt::guarded([&] { *data = twt::borrow(tensor).data_ptr(); });
}

TWT_API int32_t twt_tensor_from_memory(void* data, const int64_t* sizes, int64_t dimensions, int32_t scalar_type,
                                       void (*release)(void*), void* context, TwtTensorHandle* result) {
    return twt::guarded([&] {
        const at::IntArrayRef shape(sizes, static_cast<size_t>(dimensions));
        const auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(scalar_type));
        auto deleter = [release, context](void*) {
            if (release != nullptr) {
                release(context);
            }
        };
        *result = twt::release(at::from_blob(data, shape, deleter, options));
    });
}

TWT_API int32_t twt_tensor_set_requires_grad(TwtTensorHandle tensor, int32_t value) {
    return twt::guarded([&] { twt::borrow(tensor).set_requires_grad(value != 0); });
}

TWT_API int32_t twt_tensor_grad(TwtTensorHandle tensor, TwtTensorHandle* result) {
    return twt::guarded([&] { *result = twt::release(at::Tensor(twt::borrow(tensor).grad())); });
}

TWT_API int32_t twt_tensor_set_grad(TwtTensorHandle tensor, TwtTensorHandle grad) {
    return twt::guarded([&] {
        const auto target = twt::borrow(tensor);
        const auto value = twt::borrow(grad);
        if (value.defined()) {
            TORCH_CHECK(value.sizes() == target.sizes(), "The gradient's shape ", value.sizes(),
                        " differs from the tensor's shape ", target.sizes(), ".");
            TORCH_CHECK(value.device() == target.device(), "The gradient is on ", value.device(), ", the tensor on ",
                        target.device(), ".");
        }
        target.mutable_grad() = value;
    });
}

TWT_API int32_t twt_backward(const TwtTensorHandle* outputs, const TwtTensorHandle* gradients, int64_t count,
                             const TwtTensorHandle* inputs, int64_t input_count, int32_t retain_graph,
                             int32_t create_graph) {
    return twt::guarded([&] {
        const auto seeds = gradients == nullptr ? std::vector<at::Tensor>() : tensors(gradients, count);
        torch::autograd::backward(tensors(outputs, count), seeds, retain_graph != 0, create_graph != 0,
                                  tensors(inputs, input_count));
    });
}

TWT_API int32_t twt_grad(const TwtTensorHandle* outputs, const TwtTensorHandle* gradients, int64_t count,
                         const TwtTensorHandle* inputs, int64_t input_count, int32_t retain_graph, int32_t create_graph,
                         int32_t allow_unused, TwtTensorHandle* results) {
    return twt::guarded([&] {
        const auto seeds = gradients == nullptr ? std::vector<at::Tensor>() : tensors(gradients, count);
        auto found = torch::autograd::grad(tensors(outputs, count), tensors(inputs, input_count), seeds,
                                           retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < found.size(); ++i) {
            results[i] = twt::release(std::move(found[i]));
        }
    });
}
