#include "tests/server/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace incipit::testing {
namespace {

using Clock = std::chrono::steady_clock;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
  });
  return text;
}

RawReply read_head(std::string_view head) {
  RawReply reply;
  const auto first_end = head.find("\r\n");
  const std::string_view first = head.substr(0, first_end);
  if (first.size() >= 12 && first.starts_with("HTTP/1."))
    reply.status = std::atoi(std::string(first.substr(9, 3)).c_str());
  std::string_view rest =
      first_end == std::string_view::npos ? std::string_view{} : head.substr(first_end + 2);
  while (!rest.empty()) {
    const auto end = std::min(rest.find("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    const auto colon = line.find(": ");
    if (colon != std::string_view::npos) {
      reply.headers[lower(std::string(line.substr(0, colon)))] = std::string(line.substr(colon + 2));
    }
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return reply;
}

}  // namespace

std::string RawReply::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? std::string{} : found->second;
}

RawClient::RawClient(std::uint16_t port) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) return;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(made);
    return;
  }
  socket_ = made;
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawClient::receive(Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  if (left <= 0) return false;
  pollfd waiting{socket_, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(left)) <= 0) return false;
  std::array<char, 65536> chunk{};
  const ssize_t count = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (count <= 0) return false;
  in_.append(chunk.data(), static_cast<std::size_t>(count));
  return true;
}

RawReply RawClient::read_reply(Body body, std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  std::size_t end = 0;
  while ((end = in_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive(until)) return {};
  }
  RawReply reply = read_head(std::string_view(in_).substr(0, end));
  in_.erase(0, end + 4);
  if (body == Body::expected && reply.header("transfer-encoding") == "chunked") return read_chunks(reply, until) ? reply : RawReply{};
  const auto length = reply.headers.find("content-length");
  if (body == Body::none || length == reply.headers.end()) return reply;
  const auto wanted = static_cast<std::size_t>(std::strtoull(length->second.c_str(), nullptr, 10));
  while (in_.size() < wanted) {
    if (!receive(until)) return {};
  }
  reply.body = in_.substr(0, wanted);
  in_.erase(0, wanted);
  return reply;
}

// False when the body breaks off.
bool RawClient::read_chunks(RawReply& reply, Clock::time_point until) {
  while (true) {
    std::size_t line = 0;
    while ((line = in_.find("\r\n")) == std::string::npos) {
      if (!receive(until)) return false;
    }
    const auto size = static_cast<std::size_t>(std::strtoull(in_.substr(0, line).c_str(), nullptr, 16));
    while (in_.size() < line + 2 + size + 2) {
      if (!receive(until)) return false;
    }
    reply.body += in_.substr(line + 2, size);
    in_.erase(0, line + 2 + size + 2);
    if (size == 0) return true;
  }
}

std::size_t RawClient::discard(std::size_t bytes, std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  std::array<char, 65536> chunk{};
  std::size_t seen = 0;
  while (seen < bytes) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd waiting{socket_, POLLIN, 0};
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) break;
    const ssize_t count = ::recv(socket_, chunk.data(), std::min(chunk.size(), bytes - seen), 0);
    if (count <= 0) break;
    seen += static_cast<std::size_t>(count);
  }
  return seen;
}

bool RawClient::closed_by_server(std::chrono::milliseconds patience) {
  if (!in_.empty()) return false;
  pollfd waiting{socket_, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
  char byte = 0;
  return ::recv(socket_, &byte, 1, 0) <= 0;
}

RawReply request(std::uint16_t port, const std::string& method, const std::string& target,
                 const RequestHeaders& headers, const std::string& body) {
  RawClient client(port);
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  if (!client.send(text + "\r\n" + body)) return {};
  return client.read_reply(method == "HEAD" ? RawClient::Body::none : RawClient::Body::expected);
}

RawReply get(std::uint16_t port, const std::string& target, const RequestHeaders& headers) {
  return request(port, "GET", target, headers);
}

}  // namespace incipit::testing
