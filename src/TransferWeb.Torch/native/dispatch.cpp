// The operator dispatcher: an operator is looked up once, then called with tagged values.
#include "internal.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>
#include <ATen/core/stack.h>

#include <deque>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace {

/// What a schema wants at one position, as far as a given value may have to be converted for it.
enum class Wanted { Any, Float, Bool, FloatList, TensorList, OptionalTensorList };

struct Parameter {
    std::string name;
    Wanted wanted;
    twt::Optional<c10::IValue> fallback;
};

struct Operator {
    c10::OperatorHandle handle;
    std::string name;
    std::vector<Parameter> parameters;
};

Wanted wanted_of(const c10::TypePtr& declared) {
    c10::TypePtr type = declared;
    if (auto optional = type->cast<c10::OptionalType>()) {
        type = optional->getElementType();
    }
    switch (type->kind()) {
        case c10::TypeKind::FloatType:
            return Wanted::Float;
        case c10::TypeKind::BoolType:
            return Wanted::Bool;
        case c10::TypeKind::ListType:
            break;
        default:
            return Wanted::Any;
    }
    const auto element = type->expectRef<c10::ListType>().getElementType();
    switch (element->kind()) {
        case c10::TypeKind::FloatType:
            return Wanted::FloatList;
        case c10::TypeKind::TensorType:
            return Wanted::TensorList;
        case c10::TypeKind::OptionalType:
            return Wanted::OptionalTensorList;
        default:
            return Wanted::Any;
    }
}

template <class Element, class Source>
c10::IValue list_of(const TwtValue& value) {
    const auto* items = static_cast<const Source*>(value.pointer);
    c10::List<Element> list;
    list.reserve(static_cast<size_t>(value.length));
    for (int64_t i = 0; i < value.length; ++i) {
        list.push_back(static_cast<Element>(items[i]));
    }
    return c10::IValue(std::move(list));
}

c10::IValue tensors_of(const TwtValue& value, bool optional) {
    const auto* handles = static_cast<const TwtTensorHandle*>(value.pointer);
    if (!optional) {
        c10::List<at::Tensor> list;
        list.reserve(static_cast<size_t>(value.length));
        for (int64_t i = 0; i < value.length; ++i) {
            list.push_back(twt::borrow(handles[i]));
        }
        return c10::IValue(std::move(list));
    }
    c10::List<twt::Optional<at::Tensor>> list;
    list.reserve(static_cast<size_t>(value.length));
    for (int64_t i = 0; i < value.length; ++i) {
        list.push_back(handles[i] == nullptr ? twt::Optional<at::Tensor>()
                                             : twt::Optional<at::Tensor>(twt::borrow(handles[i])));
    }
    return c10::IValue(std::move(list));
}

c10::IValue argument(const Operator& op, const Parameter& parameter, const TwtValue& value) {
    switch (value.tag) {
        case TWT_DEFAULT:
            TORCH_CHECK(parameter.fallback.has_value(), op.name, " needs a value for \"", parameter.name, "\".");
            return *parameter.fallback;
        case TWT_NONE:
            return c10::IValue();
        case TWT_TENSOR:
            return c10::IValue(twt::borrow(static_cast<TwtTensorHandle>(const_cast<void*>(value.pointer))));
        case TWT_INT:
            if (parameter.wanted == Wanted::Float) {
                return c10::IValue(static_cast<double>(value.integer));
            }
            return parameter.wanted == Wanted::Bool ? c10::IValue(value.integer != 0) : c10::IValue(value.integer);
        case TWT_DOUBLE:
            return c10::IValue(value.number);
        case TWT_BOOL:
            return c10::IValue(value.integer != 0);
        case TWT_STRING:
            return c10::IValue(std::string(static_cast<const char*>(value.pointer), static_cast<size_t>(value.length)));
        case TWT_DEVICE:
            return c10::IValue(twt::device(static_cast<int32_t>(value.integer), value.extra));
        case TWT_GENERATOR:
            return c10::IValue(twt::borrow(static_cast<TwtGeneratorHandle>(const_cast<void*>(value.pointer))));
        case TWT_INT_LIST:
            return parameter.wanted == Wanted::FloatList ? list_of<double, int64_t>(value)
                                                         : list_of<int64_t, int64_t>(value);
        case TWT_DOUBLE_LIST:
            return list_of<double, double>(value);
        case TWT_BOOL_LIST:
            return list_of<bool, uint8_t>(value);
        case TWT_TENSOR_LIST:
            return tensors_of(value, parameter.wanted == Wanted::OptionalTensorList);
        default:
            TORCH_CHECK(false, op.name, " was given a value of the unknown kind ", value.tag, ".");
    }
}

/// Arrays handed out with the results of the calling thread's latest call.
struct ResultArrays {
    std::vector<std::vector<TwtTensorHandle>> tensors;
    std::vector<std::vector<int64_t>> integers;
    std::vector<std::vector<double>> numbers;
    std::vector<std::vector<uint8_t>> flags;
    std::deque<std::string> texts;  // short strings move with their container; a deque leaves them in place

    void clear() {
        tensors.clear();
        integers.clear();
        numbers.clear();
        flags.clear();
        texts.clear();
    }
};

thread_local ResultArrays arrays;

template <class Element>
void hand_out(TwtValue& result, TwtTag tag, const std::vector<Element>& items) {
    result.tag = tag;
    result.pointer = items.data();
    result.length = static_cast<int64_t>(items.size());
}

TwtValue result_of(const Operator& op, const c10::IValue& value) {
    TwtValue result{};
    if (value.isTensor()) {
        result.pointer = twt::release(value.toTensor());
        result.tag = result.pointer == nullptr ? TWT_NONE : TWT_TENSOR;
    } else if (value.isNone()) {
        result.tag = TWT_NONE;
    } else if (value.isInt()) {
        result.tag = TWT_INT;
        result.integer = value.toInt();
    } else if (value.isDouble()) {
        result.tag = TWT_DOUBLE;
        result.number = value.toDouble();
    } else if (value.isBool()) {
        result.tag = TWT_BOOL;
        result.integer = value.toBool() ? 1 : 0;
    } else if (value.isTensorList()) {
        arrays.tensors.emplace_back();
        auto& handles = arrays.tensors.back();
        const auto list = value.toTensorVector();
        handles.reserve(list.size());
        for (const auto& tensor : list) {
            handles.push_back(twt::release(tensor));
        }
        hand_out(result, TWT_TENSOR_LIST, handles);
    } else if (value.isIntList()) {
        arrays.integers.push_back(value.toIntVector());
        hand_out(result, TWT_INT_LIST, arrays.integers.back());
    } else if (value.isDoubleList()) {
        arrays.numbers.push_back(value.toDoubleVector());
        hand_out(result, TWT_DOUBLE_LIST, arrays.numbers.back());
    } else if (value.isBoolList()) {
        const auto list = value.toBoolList();
        std::vector<uint8_t> flags;
        flags.reserve(list.size());
        for (const bool flag : list) {
            flags.push_back(flag ? 1 : 0);
        }
        arrays.flags.push_back(std::move(flags));
        hand_out(result, TWT_BOOL_LIST, arrays.flags.back());
    } else if (value.isString()) {
        arrays.texts.push_back(value.toStringRef());
        result.tag = TWT_STRING;
        result.pointer = arrays.texts.back().data();
        result.length = static_cast<int64_t>(arrays.texts.back().size());
    } else if (value.isDevice()) {
        result.tag = TWT_DEVICE;
        result.integer = static_cast<int64_t>(value.toDevice().type());
        result.extra = value.toDevice().index();
    } else {
        TORCH_CHECK(false, op.name, " returned a ", value.tagKind(), ", which this library cannot hand on.");
    }
    return result;
}

void free_results(const TwtValue* results, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
        if (results[i].tag == TWT_TENSOR) {
            twt_tensor_free(static_cast<TwtTensorHandle>(const_cast<void*>(results[i].pointer)));
        }
    }
    for (const auto& handles : arrays.tensors) {
        for (auto* handle : handles) {
            twt_tensor_free(handle);
        }
    }
    arrays.clear();
}

Operator* find(const char* name, const char* overload) {
    // Never freed: operators live as long as the process, and callers keep the pointers.
    static auto* known = new std::unordered_map<std::string, Operator*>();
    static std::mutex gate;
    const std::string key = std::string(name) + '.' + overload;
    const std::lock_guard<std::mutex> lock(gate);
    const auto entry = known->find(key);
    if (entry != known->end()) {
        return entry->second;
    }
    const auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!handle.has_value()) {
        return nullptr;
    }
    std::vector<Parameter> parameters;
    for (const auto& item : handle->schema().arguments()) {
        Parameter parameter{item.name(), wanted_of(item.type()), {}};
        if (item.default_value().has_value()) {
            parameter.fallback = *item.default_value();
        }
        parameters.push_back(std::move(parameter));
    }
    auto* found = new Operator{*handle, *overload == '\0' ? std::string(name) : key, std::move(parameters)};
    known->emplace(key, found);
    return found;
}

}  // namespace

TWT_API int32_t twt_find_operator(const char* name, const char* overload, TwtOperatorHandle* result) {
    Operator* found = nullptr;
    const auto status = twt::guarded([&] { found = find(name, overload); });
    if (status != TWT_OK) {
        return status;
    }
    if (found == nullptr) {
        return twt::guarded([&] {
                   const std::string dot = *overload == '\0' ? "" : ".";
                   twt::set_error(
                       ("libtorch " TORCH_VERSION " has no operator " + std::string(name) + dot + overload + ".")
                           .c_str());
               }) == TWT_OK
                   ? TWT_UNKNOWN_OPERATOR
                   : TWT_OUT_OF_MEMORY;
    }
    *result = reinterpret_cast<TwtOperatorHandle>(found);
    return TWT_OK;
}

TWT_API int32_t twt_call(TwtOperatorHandle op, const TwtValue* arguments, int64_t count, TwtValue* results,
                         int64_t capacity, int64_t* written) {
    *written = 0;
    int64_t done = 0;
    const auto status = twt::guarded([&] {
        arrays.clear();
        const auto& target = *reinterpret_cast<const Operator*>(op);
        const auto wanted = static_cast<int64_t>(target.parameters.size());
        TORCH_CHECK(count <= wanted, target.name, " takes ", wanted, " arguments and was given ", count, ".");
        torch::jit::Stack stack;
        stack.reserve(static_cast<size_t>(wanted));
        for (int64_t i = 0; i < wanted; ++i) {
            static constexpr TwtValue missing{};
            const auto& value = i < count ? arguments[i] : missing;
            stack.push_back(argument(target, target.parameters[static_cast<size_t>(i)], value));
        }
        target.handle.callBoxed(&stack);
        TORCH_CHECK(static_cast<int64_t>(stack.size()) <= capacity, target.name, " returned ", stack.size(),
                    " results; there is room for ", capacity, ".");
        for (const auto& value : stack) {
            results[done] = result_of(target, value);
            ++done;
        }
        *written = done;
    });
    if (status != TWT_OK) {
        free_results(results, done);
    }
    return status;
}
