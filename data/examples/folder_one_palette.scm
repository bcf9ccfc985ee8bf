; SPDX-License-Identifier: GPL-3.0-or-later
; One palette for all pictures of a folder, and each of them in exactly its colors, dithered without flicker.
(define palette-file "shared.gpl")

(define (save-in-palette name)
  (let ((image (car (gimp-file-load RUN-NONINTERACTIVE (string-append "pictures/" name)))))
    (plug-in-kmeans-quantize #:run-mode RUN-NONINTERACTIVE
                             #:image image
                             #:drawables (car (gimp-image-get-layers image))
                             #:fixed-palette-file palette-file #:palette-use "only"
                             #:dither "blue-noise"
                             #:output "indexed" #:save-palette FALSE)
    (file-png-export #:run-mode RUN-NONINTERACTIVE #:image image #:file (string-append "shared " name))
    (gimp-image-delete image)))

(plug-in-kmeans-palette-from-files #:run-mode RUN-NONINTERACTIVE
                                   #:files '("pictures")
                                   #:k 24 #:save-palette FALSE #:palette-file palette-file)
(let ((folder (dir-open-stream "pictures")))
  (let loop ((name (dir-read-entry folder)))
    (if (not (eof-object? name))
        (begin
          (save-in-palette name)
          (loop (dir-read-entry folder)))))
  (dir-close-stream folder))
