// Gradient mode, inference mode, autocast: state of the calling thread.
#include "internal.h"

#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

namespace {

class InferenceGuard final : public twt::Guard {
public:
    explicit InferenceGuard(bool enabled) : mode_(enabled) {
    }

private:
    c10::InferenceMode mode_;
};

struct AutocastState {
    bool enabled;
    at::ScalarType type;
};

#if TWT_TORCH_AT_LEAST(2, 4)

AutocastState autocast_state(c10::DeviceType device) {
    return {at::autocast::is_autocast_enabled(device), at::autocast::get_autocast_dtype(device)};
}

void set_autocast(c10::DeviceType device, const AutocastState& state) {
    at::autocast::set_autocast_enabled(device, state.enabled);
    at::autocast::set_autocast_dtype(device, state.type);
}

#else

AutocastState autocast_state(c10::DeviceType device) {
    if (device == c10::DeviceType::CPU) {
        return {at::autocast::is_cpu_enabled(), at::autocast::get_autocast_cpu_dtype()};
    }
    TORCH_CHECK(device == c10::DeviceType::CUDA, "Autocast is available for CPU and CUDA devices only.");
    return {at::autocast::is_enabled(), at::autocast::get_autocast_gpu_dtype()};
}

void set_autocast(c10::DeviceType device, const AutocastState& state) {
    if (device == c10::DeviceType::CPU) {
        at::autocast::set_cpu_enabled(state.enabled);
        at::autocast::set_autocast_cpu_dtype(state.type);
    } else {
        at::autocast::set_enabled(state.enabled);
        at::autocast::set_autocast_gpu_dtype(state.type);
    }
}

#endif

class AutocastGuard final : public twt::Guard {
public:
    AutocastGuard(c10::DeviceType device, const AutocastState& wanted)
        : device_(device), before_(autocast_state(device)) {
        set_autocast(device, wanted);
        at::autocast::increment_nesting();
    }

    ~AutocastGuard() override {
        // Cached casts belong to the outermost region.
        if (at::autocast::decrement_nesting() == 0) {
            at::autocast::clear_cache();
        }
        set_autocast(device_, before_);
    }

private:
    c10::DeviceType device_;
    AutocastState before_;
};

TwtGuardHandle handle_of(twt::Guard* guard) {
    return reinterpret_cast<TwtGuardHandle>(guard);
}

}  // namespace

TWT_API int32_t twt_grad_mode() {
    return c10::GradMode::is_enabled() ? 1 : 0;
}

TWT_API void twt_set_grad_mode(int32_t enabled) {
    c10::GradMode::set_enabled(enabled != 0);
}

TWT_API int32_t twt_inference_mode() {
    return c10::InferenceMode::is_enabled() ? 1 : 0;
}

TWT_API int32_t twt_inference_guard(int32_t enabled, TwtGuardHandle* result) {
    return twt::guarded([&] { *result = handle_of(new InferenceGuard(enabled != 0)); });
}

TWT_API int32_t twt_autocast_guard(int32_t device_type, int32_t scalar_type, int32_t enabled, TwtGuardHandle* result) {
    return twt::guarded([&] {
        const auto device = static_cast<c10::DeviceType>(device_type);
        *result = handle_of(new AutocastGuard(device, {enabled != 0, static_cast<at::ScalarType>(scalar_type)}));
    });
}

TWT_API int32_t twt_autocast_state(int32_t device_type, int32_t* enabled, int32_t* scalar_type) {
    return twt::guarded([&] {
        const auto state = autocast_state(static_cast<c10::DeviceType>(device_type));
        *enabled = state.enabled ? 1 : 0;
        *scalar_type = static_cast<int32_t>(state.type);
    });
}

TWT_API void twt_guard_free(TwtGuardHandle guard) {
    twt::guarded([&] { delete reinterpret_cast<twt::Guard*>(guard); });
}
