// Several processes that add up and copy tensors among themselves: libtorch's c10d, with Gloo for processors and NCCL for
// GPUs, each where this libtorch and the headers at hand have it (CMakeLists.txt finds out).
#include "internal.h"

#if defined(USE_C10D_GLOO) || defined(USE_C10D_NCCL)
#define TWT_COLLECTIVES
#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/Types.hpp>
#if TWT_TORCH_AT_LEAST(2, 0)
#include <torch/csrc/distributed/c10d/Backend.hpp>
#else
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#endif
#endif
#if defined(USE_C10D_GLOO)
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#if defined(USE_C10D_NCCL)
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <chrono>
#include <cstring>
#include <vector>

namespace {

[[maybe_unused]] bool is(const char* name, const char* wanted) {
    return std::strcmp(name, wanted) == 0;
}

bool available(const char* backend) {
#if defined(USE_C10D_GLOO)
    if (is(backend, "gloo")) {
        return true;
    }
#endif
#if defined(USE_C10D_NCCL)
    if (is(backend, "nccl")) {
        return twt::cuda_devices() > 0;
    }
#endif
    return false;
}

#if defined(TWT_COLLECTIVES)

#if TWT_TORCH_AT_LEAST(2, 0)
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif
using BackendPointer = c10::intrusive_ptr<Backend>;
using WorkPointer = c10::intrusive_ptr<c10d::Work>;

struct Group {
    BackendPointer backend;
};

Group* group_of(TwtProcessGroupHandle handle) {
    return reinterpret_cast<Group*>(handle);
}

BackendPointer join(const char* name, const c10::intrusive_ptr<c10d::Store>& store, int rank, int size,
                    std::chrono::milliseconds timeout) {
#if defined(USE_C10D_GLOO)
    if (is(name, "gloo")) {
        auto options = c10d::ProcessGroupGloo::Options::create(timeout);
        // All processes are on one machine; what it calls itself to others need not lead anywhere.
        options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1"));
        return c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
    }
#endif
#if defined(USE_C10D_NCCL)
    if (is(name, "nccl")) {
        auto options = c10d::ProcessGroupNCCL::Options::create();
        options->timeout = timeout;
        return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, size, options);
    }
#endif
    TORCH_CHECK(false, "There is no backend '", name, "' for several processes.");
}

/// Starts the operation on each tensor, all at once, and waits for all.
template <class Start>
void for_each(const TwtTensorHandle* tensors, int64_t count, Start&& start) {
    std::vector<std::vector<at::Tensor>> lists;
    std::vector<WorkPointer> works;
    for (int64_t i = 0; i < count; i++) {
        lists.push_back({twt::borrow(tensors[i]).detach()});
    }
    for (auto& list : lists) {
        works.push_back(start(list));
    }
    for (auto& work : works) {
        work->wait();
    }
}

#endif

[[noreturn]] void refuse(const char* backend) {
    TORCH_CHECK(false, "This build cannot work with several processes over ", backend,
                ": libtorch " TORCH_VERSION " has it not, or its headers were not found when this was built.");
}

}  // namespace

TWT_API int32_t twt_process_group_available(const char* backend) {
    bool has = false;
    twt::guarded([&] { has = available(backend); });
    return has ? 1 : 0;
}

TWT_API int32_t twt_process_group_new(const char* backend, const char* store_file, int32_t rank, int32_t size,
                                      int64_t timeout_ms, TwtProcessGroupHandle* result) {
    return twt::guarded([&] {
        if (!available(backend)) {
            refuse(backend);
        }
#if defined(TWT_COLLECTIVES)
        const std::chrono::milliseconds timeout(timeout_ms);
        auto store = c10::make_intrusive<c10d::FileStore>(store_file, size);
        store->setTimeout(timeout);
        *result = reinterpret_cast<TwtProcessGroupHandle>(new Group{join(backend, store, rank, size, timeout)});
#endif
    });
}

TWT_API int32_t twt_process_group_all_reduce(TwtProcessGroupHandle group, const TwtTensorHandle* tensors,
                                             int64_t count) {
    return twt::guarded([&] {
#if defined(TWT_COLLECTIVES)
        for_each(tensors, count, [&](std::vector<at::Tensor>& one) { return group_of(group)->backend->allreduce(one); });
#endif
    });
}

TWT_API int32_t twt_process_group_broadcast(TwtProcessGroupHandle group, const TwtTensorHandle* tensors,
                                            int64_t count) {
    return twt::guarded([&] {
#if defined(TWT_COLLECTIVES)
        for_each(tensors, count, [&](std::vector<at::Tensor>& one) { return group_of(group)->backend->broadcast(one); });
#endif
    });
}

TWT_API int32_t twt_process_group_barrier(TwtProcessGroupHandle group) {
    return twt::guarded([&] {
#if defined(TWT_COLLECTIVES)
        group_of(group)->backend->barrier()->wait();
#endif
    });
}

TWT_API void twt_process_group_free(TwtProcessGroupHandle group) {
    twt::guarded([&] {
#if defined(TWT_COLLECTIVES)
        delete group_of(group);
#endif
    });
}
