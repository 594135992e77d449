// A server on a real socket that answers one scripted reply after another, and keeps what it was asked.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace incipit::corpus {

inline std::string http_reply(const std::string& body, const std::string& status = "200 OK",
                              const std::string& headers = "") {
  return "HTTP/1.1 " + status + "\r\nContent-Type: text/xml\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

class FakeOaiServer {
 public:
  // Each connection takes the next of `replies`, as they stand; an empty one hangs up. After the last all get
  // 404.
  explicit FakeOaiServer(std::deque<std::string> replies = {}) : replies_(std::move(replies)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_, 16), 0);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  FakeOaiServer(const FakeOaiServer&) = delete;
  FakeOaiServer& operator=(const FakeOaiServer&) = delete;
  ~FakeOaiServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/oai"; }
  void then(std::string reply) {
    const std::lock_guard lock(mutex_);
    replies_.push_back(std::move(reply));
  }
  // The request lines' targets so far.
  std::vector<std::string> targets() const {
    const std::lock_guard lock(mutex_);
    return targets_;
  }
  std::string last_request() const {
    const std::lock_guard lock(mutex_);
    return last_request_;
  }

 private:
  void serve() {
    while (true) {
      const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      answer(client);
      ::close(client);
    }
  }

  void answer(int client) {
    std::string request;
    std::string chunk(4096, '\0');
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t count = ::recv(client, chunk.data(), chunk.size(), 0);
      if (count <= 0) return;
      request.append(chunk, 0, static_cast<std::size_t>(count));
    }
    std::string reply = next_reply(request);
    for (std::string_view rest = reply; !rest.empty();) {
      const ssize_t count = ::send(client, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  std::string next_reply(const std::string& request) {
    const std::lock_guard lock(mutex_);
    const auto begin = request.find(' ') + 1;
    targets_.push_back(request.substr(begin, request.find(' ', begin) - begin));
    last_request_ = request;
    if (replies_.empty()) return http_reply("nothing here", "404 Not Found");
    std::string reply = std::move(replies_.front());
    replies_.pop_front();
    return reply;
  }

  mutable std::mutex mutex_;
  std::deque<std::string> replies_;
  std::vector<std::string> targets_;
  std::string last_request_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace incipit::corpus
