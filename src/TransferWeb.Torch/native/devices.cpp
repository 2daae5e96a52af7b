// Devices: how many there are, waiting for them, their memory; and the switches of the libraries below libtorch.
#include "internal.h"

#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#if defined(TWT_DEVICE_ALLOCATOR)
#include <c10/core/CachingDeviceAllocator.h>
#elif defined(TWT_CUDA_HEADERS)
#include <c10/cuda/CUDACachingAllocator.h>
#endif

#include <dlfcn.h>

#include <cstring>

namespace twt {

int cuda_devices() {
    // Loading libtorch_cuda registers the guard; asking it needs no CUDA headers and no name that has changed over the
    // versions.
    const bool loaded = at::hasCUDA() && c10::impl::hasDeviceGuardImpl(c10::DeviceType::CUDA);
    return loaded ? static_cast<int>(c10::impl::VirtualGuardImpl(c10::DeviceType::CUDA).deviceCount()) : 0;
}

c10::DeviceIndex cuda_index(int32_t index) {
    TORCH_CHECK(cuda_devices() > 0, "No CUDA device is available.");
    const auto current = c10::impl::VirtualGuardImpl(c10::DeviceType::CUDA).getDevice();
    return index < 0 ? current.index() : static_cast<c10::DeviceIndex>(index);
}

}  // namespace twt

namespace {

int attribute(c10::DeviceIndex index, int which) {
    using GetAttribute = int (*)(int*, int, int);
    auto* get_attribute = reinterpret_cast<GetAttribute>(dlsym(RTLD_DEFAULT, "cudaDeviceGetAttribute"));
    int value = 0;
    TORCH_CHECK(get_attribute != nullptr && get_attribute(&value, which, index) == 0, "CUDA device ",
                static_cast<int>(index), " tells nothing about itself.");
    return value;
}

/// Free and total bytes of a card, asked from the CUDA runtime that libtorch has loaded.
void read_device_memory(c10::DeviceIndex index, TwtMemoryStats* stats) {
    using MemGetInfo = int (*)(size_t*, size_t*);
    auto* mem_get_info = reinterpret_cast<MemGetInfo>(dlsym(RTLD_DEFAULT, "cudaMemGetInfo"));
    const c10::impl::VirtualGuardImpl guard(c10::DeviceType::CUDA);
    const auto before = guard.exchangeDevice(c10::Device(c10::DeviceType::CUDA, index));
    size_t free = 0;
    size_t total = 0;
    if (mem_get_info != nullptr && mem_get_info(&free, &total) == 0) {
        stats->device_free = static_cast<int64_t>(free);
        stats->device_total = static_cast<int64_t>(total);
    }
    guard.setDevice(before);
}

template <class Stats>
void read_allocator(const Stats& source, TwtMemoryStats* stats) {
    const auto& allocated = source.allocated_bytes[0];
    const auto& reserved = source.reserved_bytes[0];
    stats->allocated = allocated.current;
    stats->allocated_peak = allocated.peak;
    stats->reserved = reserved.current;
    stats->reserved_peak = reserved.peak;
}

/// The switches that a caller may read and set by name.
struct Flag {
    const char* name;
    bool (*get)();
    void (*set)(bool);
};

const Flag flags[] = {
    {"cudnn.enabled", [] { return at::globalContext().userEnabledCuDNN(); },
     [](bool on) { at::globalContext().setUserEnabledCuDNN(on); }},
    {"cudnn.benchmark", [] { return at::globalContext().benchmarkCuDNN(); },
     [](bool on) { at::globalContext().setBenchmarkCuDNN(on); }},
    {"cudnn.deterministic", [] { return at::globalContext().deterministicCuDNN(); },
     [](bool on) { at::globalContext().setDeterministicCuDNN(on); }},
    {"cudnn.allow_tf32", [] { return at::globalContext().allowTF32CuDNN(); },
     [](bool on) { at::globalContext().setAllowTF32CuDNN(on); }},
    {"cuda.matmul.allow_tf32", [] { return at::globalContext().allowTF32CuBLAS(); },
     [](bool on) { at::globalContext().setAllowTF32CuBLAS(on); }},
    {"deterministic", [] { return at::globalContext().deterministicAlgorithms(); },
     [](bool on) { at::globalContext().setDeterministicAlgorithms(on, false); }},
#if TWT_TORCH_AT_LEAST(2, 0)
    {"cuda.flash_sdp", [] { return at::globalContext().userEnabledFlashSDP(); },
     [](bool on) { at::globalContext().setSDPUseFlash(on); }},
    {"cuda.mem_efficient_sdp", [] { return at::globalContext().userEnabledMemEfficientSDP(); },
     [](bool on) { at::globalContext().setSDPUseMemEfficient(on); }},
    {"cuda.math_sdp", [] { return at::globalContext().userEnabledMathSDP(); },
     [](bool on) { at::globalContext().setSDPUseMath(on); }},
#endif
};

const Flag& flag(const char* name) {
    for (const auto& candidate : flags) {
        if (std::strcmp(candidate.name, name) == 0) {
            return candidate;
        }
    }
    TORCH_CHECK(false, "libtorch " TORCH_VERSION " has no switch ", name, ".");
}

}  // namespace

TWT_API int32_t twt_cuda_available() {
    return twt_cuda_device_count() > 0 ? 1 : 0;
}

TWT_API int32_t twt_cuda_device_count() {
    int count = 0;
    twt::guarded([&] { count = twt::cuda_devices(); });
    return count;
}

TWT_API int32_t twt_cudnn_available() {
    bool available = false;
    twt::guarded([&] { available = twt::cuda_devices() > 0 && at::detail::getCUDAHooks().hasCuDNN(); });
    return available ? 1 : 0;
}

TWT_API int32_t twt_synchronize(int32_t device_type, int32_t device_index) {
    return twt::guarded([&] {
        const auto type = static_cast<c10::DeviceType>(device_type);
        if (type == c10::DeviceType::CPU) {
            return;
        }
        TORCH_CHECK(type == c10::DeviceType::CUDA, "Only CUDA devices can be synchronised.");
        at::detail::getCUDAHooks().deviceSynchronize(twt::cuda_index(device_index));
    });
}

TWT_API int32_t twt_memory_stats(int32_t device_type, int32_t device_index, TwtMemoryStats* stats) {
    return twt::guarded([&] {
        *stats = {};
        TORCH_CHECK(static_cast<c10::DeviceType>(device_type) == c10::DeviceType::CUDA,
                    "Memory statistics exist for CUDA devices only.");
        const auto index = twt::cuda_index(device_index);
        read_device_memory(index, stats);
#if defined(TWT_DEVICE_ALLOCATOR)
        read_allocator(at::getDeviceAllocator(c10::DeviceType::CUDA)->getDeviceStats(index), stats);
#elif defined(TWT_CUDA_HEADERS)
        read_allocator(c10::cuda::CUDACachingAllocator::getDeviceStats(index), stats);
#else
        TORCH_CHECK(false,
                    "This build reads no allocator statistics: cuda_runtime_api.h was not found when it was made.");
#endif
    });
}

TWT_API int32_t twt_reset_peak_memory(int32_t device_type, int32_t device_index) {
    return twt::guarded([&] {
        TORCH_CHECK(static_cast<c10::DeviceType>(device_type) == c10::DeviceType::CUDA,
                    "Memory statistics exist for CUDA devices only.");
        const auto index = twt::cuda_index(device_index);
#if defined(TWT_DEVICE_ALLOCATOR)
        at::getDeviceAllocator(c10::DeviceType::CUDA)->resetPeakStats(index);
#elif defined(TWT_CUDA_HEADERS)
        c10::cuda::CUDACachingAllocator::resetPeakStats(index);
#else
        TORCH_CHECK(
            false,
            "This build reads no allocator statistics: cuda_runtime_api.h was not found when it was made. Device ",
            index, ".");
#endif
    });
}

TWT_API int32_t twt_device_name(int32_t device_type, int32_t device_index, char* name, int64_t capacity) {
    return twt::guarded([&] {
        TORCH_CHECK(static_cast<c10::DeviceType>(device_type) == c10::DeviceType::CUDA,
                    "Only CUDA devices are asked for their name.");
        using GetName = int (*)(char*, int, int);
        const auto index = twt::cuda_index(device_index);
        void* driver = dlopen("libcuda.so.1", RTLD_NOLOAD | RTLD_LAZY);
        auto* get_name = driver == nullptr ? nullptr : reinterpret_cast<GetName>(dlsym(driver, "cuDeviceGetName"));
        const bool told = get_name != nullptr && get_name(name, static_cast<int>(capacity), index) == 0;
        if (driver != nullptr) {
            dlclose(driver);
        }
        TORCH_CHECK(told, "CUDA device ", static_cast<int>(index), " does not tell its name.");
    });
}

TWT_API int32_t twt_device_capability(int32_t device_type, int32_t device_index, int32_t* major, int32_t* minor) {
    return twt::guarded([&] {
        TORCH_CHECK(static_cast<c10::DeviceType>(device_type) == c10::DeviceType::CUDA,
                    "Only CUDA devices have a compute capability.");
        const auto index = twt::cuda_index(device_index);
        constexpr int capability_major = 75;  // cudaDevAttrComputeCapabilityMajor
        constexpr int capability_minor = 76;  // cudaDevAttrComputeCapabilityMinor
        *major = attribute(index, capability_major);
        *minor = attribute(index, capability_minor);
    });
}

TWT_API int32_t twt_empty_cache(int32_t device_type) {
    return twt::guarded([&] {
        if (static_cast<c10::DeviceType>(device_type) != c10::DeviceType::CUDA || twt::cuda_devices() == 0) {
            return;
        }
#if defined(TWT_DEVICE_ALLOCATOR)
        at::getDeviceAllocator(c10::DeviceType::CUDA)->emptyCache();
#elif defined(TWT_CUDA_HEADERS)
        c10::cuda::CUDACachingAllocator::emptyCache();
#else
        TORCH_CHECK(false,
                    "This build cannot empty the CUDA cache: cuda_runtime_api.h was not found when it was made.");
#endif
    });
}

TWT_API int32_t twt_flag(const char* name, int32_t* value) {
    return twt::guarded([&] { *value = flag(name).get() ? 1 : 0; });
}

TWT_API int32_t twt_set_flag(const char* name, int32_t value) {
    return twt::guarded([&] { flag(name).set(value != 0); });
}
