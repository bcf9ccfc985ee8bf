// SPDX-License-Identifier: GPL-3.0-or-later
// The way of results from other threads to the main thread, as long as somebody waits for them.
#pragma once

#include <functional>
#include <memory>
#include <utility>

namespace kmq {

/// Lives on the main thread. What is still on the way when it ends is dropped.
class Mailbox {
 public:
  using Message = std::function<void()>;

  /// Where other threads put messages; copies may outlive the mailbox.
  class Slot {
   public:
    /// Has the message called on the main thread, in the order of the posts; from any thread.
    void post(Message message) const;

   private:
    friend class Mailbox;
    explicit Slot(std::weak_ptr<const Mailbox*> mailbox) : mailbox_(std::move(mailbox)) {}

    std::weak_ptr<const Mailbox*> mailbox_;
  };

  Mailbox() : self_(std::make_shared<const Mailbox*>(this)) {}
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  ~Mailbox() = default;

  [[nodiscard]] Slot slot() const { return Slot(self_); }

 private:
  // Its lifetime is what slots look at.
  std::shared_ptr<const Mailbox*> self_;
};

}  // namespace kmq
