; SPDX-License-Identifier: GPL-3.0-or-later
; Only the palette of a picture, as a palette of GIMP in a file and as a list of colors; the picture stays as it is.
(define (write-palette image file)
  (plug-in-kmeans-quantize #:run-mode RUN-NONINTERACTIVE
                           #:image image
                           #:drawables (car (gimp-image-get-layers image))
                           #:k 16 #:sort "hue" #:output "palette" #:save-palette FALSE #:palette-file file))

(let ((image (car (gimp-file-load RUN-NONINTERACTIVE "photo.png"))))
  (write-palette image "photo.gpl")
  (write-palette image "photo.hex")
  (gimp-image-delete image))
