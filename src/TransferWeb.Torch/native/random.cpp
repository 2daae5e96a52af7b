// Random number generators and thread counts: what the whole process shares.
#include "internal.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <mutex>

TWT_API int32_t twt_manual_seed(uint64_t seed) {
    return twt::guarded([&] { at::manual_seed(seed); });
}

TWT_API int32_t twt_generator_new(int32_t device_type, int32_t device_index, TwtGeneratorHandle* result) {
    return twt::guarded([&] {
        const auto where = twt::device(device_type, device_index);
        if (where.is_cpu()) {
            *result = twt::release(at::detail::createCPUGenerator());
            return;
        }
        TORCH_CHECK(where.is_cuda(), "A generator can be made on CPU and CUDA devices only.");
        // Cloning the default generator needs no CUDA headers; its seed is then set by the caller.
        const auto& source =
            at::globalContext().defaultGenerator(c10::Device(c10::DeviceType::CUDA, twt::cuda_index(device_index)));
        *result = twt::release(source.clone());
    });
}

TWT_API int32_t twt_generator_default(int32_t device_type, int32_t device_index, TwtGeneratorHandle* result) {
    return twt::guarded([&] {
        const auto where = twt::device(device_type, device_index);
        const auto exact = where.is_cuda() ? c10::Device(c10::DeviceType::CUDA, twt::cuda_index(device_index)) : where;
        *result = twt::release(at::globalContext().defaultGenerator(exact));
    });
}

TWT_API void twt_generator_free(TwtGeneratorHandle generator) {
    if (generator != nullptr) {
        twt::guarded([&] {
            auto* implementation = reinterpret_cast<c10::GeneratorImpl*>(generator);
            c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(implementation).reset();
        });
    }
}

TWT_API int32_t twt_generator_set_seed(TwtGeneratorHandle generator, uint64_t seed) {
    return twt::guarded([&] {
        auto target = twt::borrow(generator);
        const std::lock_guard<std::mutex> lock(target.mutex());
        target.set_current_seed(seed);
    });
}

TWT_API int32_t twt_generator_seed(TwtGeneratorHandle generator, uint64_t* seed) {
    return twt::guarded([&] {
        auto source = twt::borrow(generator);
        const std::lock_guard<std::mutex> lock(source.mutex());
        *seed = source.current_seed();
    });
}

TWT_API int32_t twt_generator_state(TwtGeneratorHandle generator, TwtTensorHandle* state) {
    return twt::guarded([&] {
        auto source = twt::borrow(generator);
        const std::lock_guard<std::mutex> lock(source.mutex());
        *state = twt::release(source.get_state());
    });
}

TWT_API int32_t twt_generator_set_state(TwtGeneratorHandle generator, TwtTensorHandle state) {
    return twt::guarded([&] {
        auto target = twt::borrow(generator);
        const std::lock_guard<std::mutex> lock(target.mutex());
        target.set_state(twt::borrow(state));
    });
}

TWT_API int32_t twt_generator_device(TwtGeneratorHandle generator, int32_t* device_type, int32_t* device_index) {
    return twt::guarded([&] {
        const auto where = twt::borrow(generator).device();
        *device_type = static_cast<int32_t>(where.type());
        *device_index = where.index();
    });
}

TWT_API int32_t twt_set_threads(int32_t count) {
    return twt::guarded([&] { at::set_num_threads(count); });
}

TWT_API int32_t twt_threads() {
    return at::get_num_threads();
}

TWT_API int32_t twt_set_interop_threads(int32_t count) {
    return twt::guarded([&] { at::set_num_interop_threads(count); });
}

TWT_API int32_t twt_interop_threads() {
    return at::get_num_interop_threads();
}
