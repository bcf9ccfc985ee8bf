// SPDX-License-Identifier: GPL-3.0-or-later
// All color channels of an image are switched on while this lives: GIMP writes only into those that are.
#pragma once

#include <libgimp/gimp.h>

#include <vector>

namespace kmq {

class AllChannels {
 public:
  explicit AllChannels(GimpImage* image) : image_(image) {
    for (const GimpChannelType channel : channels_of(gimp_image_get_base_type(image))) {
      if (gimp_image_get_component_active(image, channel)) continue;
      gimp_image_set_component_active(image, channel, TRUE);
      inactive_.push_back(channel);
    }
  }
  ~AllChannels() {
    // What an image that became indexed has instead of them is on.
    const std::vector<GimpChannelType> channels = channels_of(gimp_image_get_base_type(image_));
    for (const GimpChannelType channel : inactive_) {
      for (const GimpChannelType present : channels) {
        if (present == channel) gimp_image_set_component_active(image_, channel, FALSE);
      }
    }
  }
  AllChannels(const AllChannels&) = delete;
  AllChannels& operator=(const AllChannels&) = delete;

 private:
  static std::vector<GimpChannelType> channels_of(GimpImageBaseType type) {
    switch (type) {
      case GIMP_RGB: return {GIMP_CHANNEL_RED, GIMP_CHANNEL_GREEN, GIMP_CHANNEL_BLUE, GIMP_CHANNEL_ALPHA};
      case GIMP_GRAY: return {GIMP_CHANNEL_GRAY, GIMP_CHANNEL_ALPHA};
      case GIMP_INDEXED: return {GIMP_CHANNEL_INDEXED, GIMP_CHANNEL_ALPHA};
    }
    return {};
  }

  GimpImage* image_;
  std::vector<GimpChannelType> inactive_;
};

}  // namespace kmq
