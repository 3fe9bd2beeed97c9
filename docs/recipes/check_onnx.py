# Compares the exported model with the predictions that inkgrad gave. It needs: pip install onnxruntime numpy
import json

import numpy
import onnxruntime

with open("exported/expected.json") as file:
    expected = json.load(file)
model = onnxruntime.InferenceSession("exported/model.onnx")
inputs = numpy.array(expected["inputs"], dtype=numpy.float32)
[found] = model.run(None, {model.get_inputs()[0].name: inputs})

difference = numpy.abs(found.ravel() - numpy.array(expected["predictions"])).max()
print(f"{len(inputs)} predictions, greatest difference {difference:.1e}")
assert difference < 1e-5
