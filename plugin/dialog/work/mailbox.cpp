// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/mailbox.h"

#include <glib.h>

#include <utility>

namespace kmq {
namespace {

struct Envelope {
  std::weak_ptr<const void> receiver;
  Mailbox::Message message;
};

gboolean deliver(gpointer data) noexcept {
  const auto* envelope = static_cast<const Envelope*>(data);
  // Nobody ends the mailbox meanwhile: that happens on this thread.
  if (!envelope->receiver.expired()) envelope->message();
  return G_SOURCE_REMOVE;
}

void discard(gpointer data) noexcept { delete static_cast<Envelope*>(data); }

}  // namespace

void Mailbox::Slot::post(Message message) const {
  // With the priority of events: results are shown before the window is drawn again, and not after all other idling.
  g_idle_add_full(G_PRIORITY_DEFAULT, deliver, new Envelope{mailbox_, std::move(message)}, discard);
}

}  // namespace kmq
