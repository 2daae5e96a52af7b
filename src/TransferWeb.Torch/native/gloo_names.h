// Names of Gloo that c10d's ProcessGroupGloo.hpp mentions. Neither Debian's libtorch nor Python's wheels bring Gloo's own
// headers; the class holds everything of Gloo behind pointers, so that it is laid out the same with these as with those.
// None of them is ever made or called here.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gloo {

class Context {
public:
    void setTimeout(std::chrono::milliseconds timeout);
};

namespace transport {

class Device;

class UnboundBuffer {
public:
    virtual ~UnboundBuffer();
};

}  // namespace transport

namespace rendezvous {

class Store {
public:
    using Bytes = std::vector<char>;
    using Keys = std::vector<std::string>;

    static constexpr std::chrono::milliseconds kDefaultTimeout = std::chrono::seconds(30);

    virtual ~Store();
    virtual void set(const std::string& key, const Bytes& data) = 0;
    virtual Bytes get(const std::string& key) = 0;
    virtual void wait(const Keys& keys) = 0;
    virtual void wait(const Keys& keys, const std::chrono::milliseconds& timeout);
    virtual bool has_v2_support();
    virtual std::vector<Bytes> multi_get(const Keys& keys);
    virtual void multi_set(const Keys& keys, const std::vector<Bytes>& data);
    virtual void append(const std::string& key, const Bytes& data);
    virtual int64_t add(const std::string& key, int64_t value);
};

}  // namespace rendezvous

}  // namespace gloo
