// For loops of our own on libtorch's threads, compiled once for any processor and once with newer instructions.
#pragma once

#include <ATen/Parallel.h>

#include <cstdint>

namespace twt {

/// Whether the processor has the instructions of what is compiled with AVX2.
inline bool has_avx2() {
#if defined(TWT_AVX2)
    static const bool found = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    return found;
#else
    return false;
#endif
}

/// Calls the body with each number below `count`, shared out among the threads.
template <class Body>
void in_parallel(int64_t count, const Body& body) {
    at::parallel_for(0, count, 1, [&](int64_t begin, int64_t end) {
        for (auto i = begin; i < end; ++i) {
            body(i);
        }
    });
}

}  // namespace twt
