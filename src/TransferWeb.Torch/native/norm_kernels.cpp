// Compiled once for each level of instructions, which gives it the name TWT_KERNELS. It uses nothing of the standard library: a function compiled here with
// newer instructions could be the one that the linker keeps for all.
#include "norm_kernels.h"

#include "transferweb_torch.h"

namespace {

using twt::NormChannels;

/// A bfloat16: the upper half of a float.
struct Half {
    uint16_t bits;
};

inline float widen(float value) {
    return value;
}

inline float widen(Half value) {
    const uint32_t bits = static_cast<uint32_t>(value.bits) << 16;
    float result;
    __builtin_memcpy(&result, &bits, sizeof result);
    return result;
}

inline void store(float value, float& target) {
    target = value;
}

/// To the nearest, ties to even, as libtorch does.
inline void store(float value, Half& target) {
    uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    const uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    target.bits = static_cast<uint16_t>(value != value ? 0x7fc0u : rounded);
}

// The comparisons are written so that what is not a number passes through, as it does through libtorch's activations.
struct None {
    static float value(float z) { return z; }
    static float gradient(float, float dy) { return dy; }
};

struct Relu {
    static float value(float z) { return z < 0 ? 0 : z; }
    static float gradient(float z, float dy) { return z <= 0 ? 0 : dy; }
};

struct Relu6 {
    static float value(float z) {
        const float positive = z < 0 ? 0 : z;
        return positive > 6 ? 6 : positive;
    }
    static float gradient(float z, float dy) {
        const float positive = z <= 0 ? 0 : dy;
        return z >= 6 ? 0 : positive;
    }
};

struct Hardswish {
    static float value(float z) { return z * Relu6::value(z + 3) * (1.0f / 6); }
    static float gradient(float z, float dy) {
        const float rising = z < -3 ? 0 : dy * (z * (1.0f / 3) + 0.5f);
        return z > 3 ? dy : rising;
    }
};

/// sums[c] = the sum of term(value, c) over all rows, four of which are added before the sum is read and written.
template <class T, class Term>
inline void add_rows(const T* __restrict x, int64_t rows, int64_t channels, float* __restrict sums, const Term& term) {
    for (int64_t c = 0; c < channels; ++c) {
        sums[c] = 0;
    }
    int64_t row = 0;
    for (; row + 4 <= rows; row += 4, x += 4 * channels) {
        for (int64_t c = 0; c < channels; ++c) {
            sums[c] += (term(widen(x[c]), c) + term(widen(x[c + channels]), c)) +
                       (term(widen(x[c + 2 * channels]), c) + term(widen(x[c + 3 * channels]), c));
        }
    }
    for (; row < rows; ++row, x += channels) {
        for (int64_t c = 0; c < channels; ++c) {
            sums[c] += term(widen(x[c]), c);
        }
    }
}

template <class T>
void moments(const void* input, int64_t rows, int64_t channels, float* mean, float* squares) {
    const T* x = static_cast<const T*>(input);
    add_rows(x, rows, channels, mean, [](float value, int64_t) { return value; });
    const float share = 1.0f / static_cast<float>(rows);
    for (int64_t c = 0; c < channels; ++c) {
        mean[c] *= share;
    }
    const float* __restrict middle = mean;
    add_rows(x, rows, channels, squares, [middle](float value, int64_t c) { return (value - middle[c]) * (value - middle[c]); });
}

template <class T, class Activation>
void forward(const void* input, void* output, int64_t rows, const NormChannels& by) {
    const T* __restrict x = static_cast<const T*>(input);
    T* __restrict y = static_cast<T*>(output);
    const float* __restrict mean = by.mean;
    const float* __restrict scale = by.scale;
    const float* __restrict bias = by.bias;
    const int64_t channels = by.count;
    for (int64_t row = 0; row < rows; ++row, x += channels, y += channels) {
        for (int64_t c = 0; c < channels; ++c) {
            store(Activation::value((widen(x[c]) - mean[c]) * scale[c] + bias[c]), y[c]);
        }
    }
}

template <class T, class Activation>
void sums(const void* input, const void* above, int64_t rows, const NormChannels& by, float* __restrict plain,
          float* __restrict weighted) {
    const T* __restrict x = static_cast<const T*>(input);
    const T* __restrict dy = static_cast<const T*>(above);
    const float* __restrict mean = by.mean;
    const float* __restrict scale = by.scale;
    const float* __restrict bias = by.bias;
    const int64_t channels = by.count;
    for (int64_t c = 0; c < channels; ++c) {
        plain[c] = 0;
        weighted[c] = 0;
    }
    const int64_t whole = rows - rows % 2;
    for (int64_t row = 0; row < whole; row += 2, x += 2 * channels, dy += 2 * channels) {
        for (int64_t c = 0; c < channels; ++c) {
            const float first = widen(x[c]) - mean[c];
            const float second = widen(x[c + channels]) - mean[c];
            const float first_dz = Activation::gradient(first * scale[c] + bias[c], widen(dy[c]));
            const float second_dz = Activation::gradient(second * scale[c] + bias[c], widen(dy[c + channels]));
            plain[c] += first_dz + second_dz;
            weighted[c] += first_dz * first + second_dz * second;
        }
    }
    if (whole < rows) {
        for (int64_t c = 0; c < channels; ++c) {
            const float from = widen(x[c]) - mean[c];
            const float dz = Activation::gradient(from * scale[c] + bias[c], widen(dy[c]));
            plain[c] += dz;
            weighted[c] += dz * from;
        }
    }
}

template <class T, class Activation>
void backward(const void* input, const void* above, void* result, int64_t rows, const NormChannels& by,
              const float* __restrict slope, const float* __restrict offset) {
    const T* __restrict x = static_cast<const T*>(input);
    const T* __restrict dy = static_cast<const T*>(above);
    T* __restrict dx = static_cast<T*>(result);
    const float* __restrict mean = by.mean;
    const float* __restrict scale = by.scale;
    const float* __restrict bias = by.bias;
    const int64_t channels = by.count;
    for (int64_t row = 0; row < rows; ++row, x += channels, dy += channels, dx += channels) {
        for (int64_t c = 0; c < channels; ++c) {
            const float from = widen(x[c]) - mean[c];
            const float dz = Activation::gradient(from * scale[c] + bias[c], widen(dy[c]));
            store(scale[c] * dz + slope[c] * from + offset[c], dx[c]);
        }
    }
}

/// Calls the body with the activation as a type, so that each has loops of its own.
template <class Body>
void with(int32_t activation, const Body& body) {
    switch (activation) {
        case TWT_RELU:
            return body(Relu());
        case TWT_RELU6:
            return body(Relu6());
        case TWT_HARDSWISH:
            return body(Hardswish());
        default:
            return body(None());
    }
}

template <class T>
constexpr twt::NormLoops loops() {
    return {
        moments<T>,
        [](const void* x, void* y, int64_t rows, const NormChannels& by, int32_t activation) {
            with(activation, [&](auto kind) { forward<T, decltype(kind)>(x, y, rows, by); });
        },
        [](const void* x, const void* dy, int64_t rows, const NormChannels& by, int32_t activation, float* plain, float* weighted) {
            with(activation, [&](auto kind) { sums<T, decltype(kind)>(x, dy, rows, by, plain, weighted); });
        },
        [](const void* x, const void* dy, void* dx, int64_t rows, const NormChannels& by, const float* slope, const float* offset,
           int32_t activation) {
            with(activation, [&](auto kind) { backward<T, decltype(kind)>(x, dy, dx, rows, by, slope, offset); });
        },
    };
}

}  // namespace

namespace twt {

extern const NormKernels TWT_KERNELS = {loops<float>(), loops<Half>()};

}  // namespace twt
