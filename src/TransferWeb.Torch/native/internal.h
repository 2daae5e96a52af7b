// Shared by the source files: handles, errors, and the names that changed between libtorch versions.
#pragma once

#include "transferweb_torch.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>
#include <torch/version.h>

#include <exception>
#include <new>
#include <optional>
#include <string>

#define TWT_TORCH_AT_LEAST(major, minor) \
    (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace twt {

#if TWT_TORCH_AT_LEAST(2, 4)
template <class T>
using Optional = std::optional<T>;
#else
template <class T>
using Optional = c10::optional<T>;
#endif

void set_error(const char* message) noexcept;

/// Runs the body and turns whatever it throws into a status and a message.
template <class Body>
int32_t guarded(Body&& body) noexcept {
    try {
        body();
        return TWT_OK;
#if TWT_TORCH_AT_LEAST(2, 0)
    } catch (const c10::OutOfMemoryError& error) {
        set_error(error.what_without_backtrace());
        return TWT_OUT_OF_MEMORY;
#endif
    } catch (const c10::Error& error) {
        set_error(error.what_without_backtrace());
        return TWT_ERROR;
    } catch (const std::bad_alloc&) {
        set_error("The process ran out of memory.");
        return TWT_OUT_OF_MEMORY;
    } catch (const std::exception& error) {
        set_error(error.what());
        return TWT_ERROR;
    } catch (...) {
        set_error("libtorch failed with an exception that carries no message.");
        return TWT_ERROR;
    }
}

/// Gives the tensor's reference to the caller; an undefined tensor becomes null.
inline TwtTensorHandle release(at::Tensor tensor) {
    return tensor.defined() ? reinterpret_cast<TwtTensorHandle>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

/// A new reference to the tensor behind a handle; null becomes an undefined tensor.
inline at::Tensor borrow(const TwtTensorHandle handle) {
    if (handle == nullptr) {
        return at::Tensor();
    }
    auto* implementation = reinterpret_cast<at::TensorImpl*>(handle);
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(implementation));
}

inline TwtGeneratorHandle release(const at::Generator& generator) {
    auto pointer = generator.getIntrusivePtr();
    return reinterpret_cast<TwtGeneratorHandle>(pointer.release());
}

inline at::Generator borrow(const TwtGeneratorHandle handle) {
    auto* implementation = reinterpret_cast<c10::GeneratorImpl*>(handle);
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(implementation));
}

inline c10::Device device(int32_t type, int32_t index) {
    return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

/// How many CUDA devices can be used.
int cuda_devices();

/// The CUDA device that an index names; -1 is the current one. Throws where there is none.
c10::DeviceIndex cuda_index(int32_t index);

/// What a mode guard restores when it is freed.
class Guard {
public:
    virtual ~Guard() = default;
};

}  // namespace twt
