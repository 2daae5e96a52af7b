// The C interface of libtransferweb_torch: libtorch's operator dispatcher and the little around it that is no operator.
//
// Rules
// - Every function that can fail returns a Status; the message is read with twt_last_error on the same thread, owned by
// the
//   library and valid until the next failing call on that thread. No exception leaves the library.
// - Tensor, Generator and guard handles that a function hands out are owned by the caller, who frees each exactly once.
//   A tensor handle is libtorch's own reference-counted object: two handles of one tensor compare equal.
// - Arrays that a function hands out belong to the calling thread and live until its next twt_call.
// - Sizes and counts are 64-bit.
#pragma once

#include <cstdint>

#define TWT_API extern "C" __attribute__((visibility("default")))

typedef struct TwtTensor* TwtTensorHandle;
typedef struct TwtGenerator* TwtGeneratorHandle;
typedef struct TwtOperator* TwtOperatorHandle;
typedef struct TwtGuard* TwtGuardHandle;
typedef struct TwtProcessGroup* TwtProcessGroupHandle;
typedef struct TwtConvolution* TwtConvolutionHandle;

enum TwtStatus : int32_t {
    TWT_OK = 0,
    TWT_ERROR = 1,
    TWT_OUT_OF_MEMORY = 2,
    TWT_UNKNOWN_OPERATOR = 3,
};

enum TwtTag : int32_t {
    TWT_DEFAULT = 0,  // the schema's default; only as an argument
    TWT_NONE = 1,
    TWT_TENSOR = 2,        // pointer
    TWT_INT = 3,           // integer; also scalar types, layouts and memory formats
    TWT_DOUBLE = 4,        // number
    TWT_BOOL = 5,          // integer
    TWT_STRING = 6,        // pointer to UTF-8, length in bytes
    TWT_DEVICE = 7,        // integer = device type, extra = index or -1
    TWT_GENERATOR = 8,     // pointer
    TWT_INT_LIST = 9,      // pointer to int64, length
    TWT_DOUBLE_LIST = 10,  // pointer to double, length
    TWT_BOOL_LIST = 11,    // pointer to uint8, length
    TWT_TENSOR_LIST = 12,  // pointer to handles, length; null entries are "no tensor"
};

struct TwtValue {
    int32_t tag;
    int32_t extra;
    union {
        int64_t integer;
        double number;
        const void* pointer;
    };
    int64_t length;
};

enum TwtTensorFlags : int32_t {
    TWT_REQUIRES_GRAD = 1,
    TWT_IS_LEAF = 2,
    TWT_IS_CONTIGUOUS = 4,
    TWT_IS_CHANNELS_LAST = 8,
    TWT_IS_INFERENCE = 16,
    TWT_IS_SPARSE = 32,
};

enum TwtActivation : int32_t {
    TWT_NO_ACTIVATION = 0,
    TWT_RELU = 1,
    TWT_RELU6 = 2,
    TWT_HARDSWISH = 3,
    TWT_HARDSIGMOID = 4,
    TWT_SILU = 5,
    TWT_SIGMOID = 6,
    TWT_GELU = 7,
};

struct TwtTensorInfo {
    const int64_t* sizes;    // libtorch's own array, valid while the tensor lives and is not resized
    const int64_t* strides;  // null where the layout has none
    int64_t dimensions;
    int64_t elements;
    int64_t element_size;
    int32_t scalar_type;
    int32_t device_type;
    int32_t device_index;
    int32_t flags;
};

struct TwtMemoryStats {
    int64_t allocated;
    int64_t allocated_peak;
    int64_t reserved;
    int64_t reserved_peak;
    int64_t device_free;
    int64_t device_total;
};

// Library
TWT_API const char* twt_last_error();
TWT_API const char* twt_version();

// Operators
TWT_API int32_t twt_find_operator(const char* name, const char* overload, TwtOperatorHandle* result);
TWT_API int32_t twt_call(TwtOperatorHandle op, const TwtValue* arguments, int64_t count, TwtValue* results,
                         int64_t capacity, int64_t* written);

// Tensors
TWT_API void twt_tensor_free(TwtTensorHandle tensor);
TWT_API TwtTensorHandle twt_tensor_retain(TwtTensorHandle tensor);
TWT_API int32_t twt_tensor_info(TwtTensorHandle tensor, TwtTensorInfo* info);
TWT_API int32_t twt_tensor_data(TwtTensorHandle tensor, void** data);
TWT_API int32_t twt_tensor_from_memory(void* data, const int64_t* sizes, int64_t dimensions, int32_t scalar_type,
                                       void (*release)(void*), void* context, TwtTensorHandle* result);
TWT_API int32_t twt_tensor_set_requires_grad(TwtTensorHandle tensor, int32_t value);
TWT_API int32_t twt_tensor_grad(TwtTensorHandle tensor, TwtTensorHandle* result);
TWT_API int32_t twt_tensor_set_grad(TwtTensorHandle tensor, TwtTensorHandle grad);

// Autograd and modes. Modes and guards belong to the calling thread; a guard is freed on the thread that made it, last
// made first.
TWT_API int32_t twt_backward(const TwtTensorHandle* tensors, const TwtTensorHandle* gradients, int64_t count,
                             const TwtTensorHandle* inputs, int64_t input_count, int32_t retain_graph,
                             int32_t create_graph);
TWT_API int32_t twt_grad(const TwtTensorHandle* outputs, const TwtTensorHandle* gradients, int64_t count,
                         const TwtTensorHandle* inputs, int64_t input_count, int32_t retain_graph, int32_t create_graph,
                         int32_t allow_unused, TwtTensorHandle* results);
TWT_API int32_t twt_grad_mode();
TWT_API void twt_set_grad_mode(int32_t enabled);
TWT_API int32_t twt_inference_mode();
TWT_API int32_t twt_inference_guard(int32_t enabled, TwtGuardHandle* result);
TWT_API int32_t twt_autocast_guard(int32_t device_type, int32_t scalar_type, int32_t enabled, TwtGuardHandle* result);
TWT_API int32_t twt_autocast_state(int32_t device_type, int32_t* enabled, int32_t* scalar_type);
TWT_API void twt_guard_free(TwtGuardHandle guard);

// Randomness
TWT_API int32_t twt_manual_seed(uint64_t seed);
TWT_API int32_t twt_generator_new(int32_t device_type, int32_t device_index, TwtGeneratorHandle* result);
TWT_API int32_t twt_generator_default(int32_t device_type, int32_t device_index, TwtGeneratorHandle* result);
TWT_API void twt_generator_free(TwtGeneratorHandle generator);
TWT_API int32_t twt_generator_set_seed(TwtGeneratorHandle generator, uint64_t seed);
TWT_API int32_t twt_generator_seed(TwtGeneratorHandle generator, uint64_t* seed);
TWT_API int32_t twt_generator_state(TwtGeneratorHandle generator, TwtTensorHandle* state);
TWT_API int32_t twt_generator_set_state(TwtGeneratorHandle generator, TwtTensorHandle state);
TWT_API int32_t twt_generator_device(TwtGeneratorHandle generator, int32_t* device_type, int32_t* device_index);

// Threads and devices
TWT_API int32_t twt_set_threads(int32_t count);
TWT_API int32_t twt_threads();
TWT_API int32_t twt_set_interop_threads(int32_t count);
TWT_API int32_t twt_interop_threads();
TWT_API int32_t twt_cuda_available();
TWT_API int32_t twt_cuda_device_count();
TWT_API int32_t twt_cudnn_available();
TWT_API int32_t twt_synchronize(int32_t device_type, int32_t device_index);
TWT_API int32_t twt_memory_stats(int32_t device_type, int32_t device_index, TwtMemoryStats* stats);
TWT_API int32_t twt_reset_peak_memory(int32_t device_type, int32_t device_index);
TWT_API int32_t twt_device_name(int32_t device_type, int32_t device_index, char* name, int64_t capacity);
TWT_API int32_t twt_device_capability(int32_t device_type, int32_t device_index, int32_t* major, int32_t* minor);
TWT_API int32_t twt_empty_cache(int32_t device_type);
TWT_API int32_t twt_flag(const char* name, int32_t* value);
TWT_API int32_t twt_set_flag(const char* name, int32_t value);

// Several processes. Each of a group's processes makes the same calls in the same order; a call returns when all have made
// it, or fails when one of them is gone or the time is over. The tensors are changed in place; they are contiguous.
// Backends: gloo, nccl.
TWT_API int32_t twt_process_group_available(const char* backend);
TWT_API int32_t twt_process_group_new(const char* backend, const char* store_file, int32_t rank, int32_t size,
                                      int64_t timeout_ms, TwtProcessGroupHandle* result);
TWT_API int32_t twt_process_group_all_reduce(TwtProcessGroupHandle group, const TwtTensorHandle* tensors,
                                             int64_t count);
TWT_API int32_t twt_process_group_broadcast(TwtProcessGroupHandle group, const TwtTensorHandle* tensors,
                                            int64_t count);
TWT_API int32_t twt_process_group_barrier(TwtProcessGroupHandle group);
TWT_API void twt_process_group_free(TwtProcessGroupHandle group);

// Convolutions for inference on the processor, an addition and an activation included, planned once for each shape. Both functions give null instead of a
// result where this build, this processor or this tensor has no quicker way than libtorch's operators. One may be run by several threads at once.
TWT_API int32_t twt_convolution_new(TwtTensorHandle weight, TwtTensorHandle bias, int64_t stride, int64_t padding,
                                    int64_t groups, int32_t activation, TwtConvolutionHandle* result);
TWT_API int32_t twt_convolution_run(TwtConvolutionHandle convolution, TwtTensorHandle input, TwtTensorHandle addend,
                                    TwtTensorHandle* result);
TWT_API void twt_convolution_free(TwtConvolutionHandle convolution);

// A batch norm in training with the activation after it, for maps [N,C,H,W] on the processor whose channels lie side by side, and its gradient. The running
// moments, both or neither null, move by the momentum. Null instead of a result where libtorch's operators have to do it: for other maps, other activations
// than none, ReLU, ReLU6 and hardswish, and in builds without OpenMP.
TWT_API int32_t twt_norm_activation(TwtTensorHandle input, TwtTensorHandle weight, TwtTensorHandle bias, TwtTensorHandle running_mean,
                                    TwtTensorHandle running_variance, double momentum, double epsilon, int32_t activation,
                                    TwtTensorHandle* result);

// A convolution of 3 x 3 with a step and a rim of 1 pixel by Winograd's minimal filtering, plus the bias where it is not null, and its gradients, in float32 on
// the processor. Null instead of a result where libtorch's operators have to do it or do it as quickly: for other maps and weights, under autocast, and in
// builds without oneDNN or OpenMP.
TWT_API int32_t twt_winograd(TwtTensorHandle input, TwtTensorHandle weight, TwtTensorHandle bias, TwtTensorHandle* result);
