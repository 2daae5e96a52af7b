#include "internal.h"

namespace {
thread_local std::string last_error;
thread_local const char* last_error_text = "";
}  // namespace

namespace twt {

void set_error(const char* message) noexcept {
    try {
        last_error = message;
        last_error_text = last_error.c_str();
    } catch (...) {
        last_error_text = "The process ran out of memory while reporting an error.";
    }
}

}  // namespace twt

TWT_API const char* twt_last_error() {
    return last_error_text;
}

TWT_API const char* twt_version() {
    return TORCH_VERSION;
}
