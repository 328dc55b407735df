"""float16.py MODEL COPY: copies a model folder and converts its graphs to 16 bits; inputs and outputs keep 32 bits.

Needs onnx and onnxruntime. Weights lie in the graphs or beside them, and in the copy beside them.
"""
import os
import shutil
import sys

import numpy
import onnx
from onnx import numpy_helper
from onnxruntime.transformers.float16 import convert_float_to_float16


def widen(graph):
    """Replaces weights that are stored in 8 bits by their values, which the conversion narrows to 16."""
    stored = {tensor.name: tensor for tensor in graph.initializer}
    for node in [node for node in graph.node if node.op_type == "DequantizeLinear"]:
        if all(name in stored for name in node.input):
            values, scale, *zero = (numpy_helper.to_array(stored[name]).astype(numpy.float32) for name in node.input)
            axis = next((attribute.i for attribute in node.attribute if attribute.name == "axis"), 1)
            shape = [-1 if i == axis else 1 for i in range(values.ndim)] if scale.ndim else []
            values = (values - (zero[0].reshape(shape) if zero else 0)) * scale.reshape(shape)
            graph.initializer.append(numpy_helper.from_array(values, node.output[0]))
            graph.node.remove(node)


model, copy = sys.argv[1:]
os.makedirs(copy, exist_ok=True)
for folder, _, files in os.walk(model):
    target = os.path.join(copy, os.path.relpath(folder, model))
    os.makedirs(target, exist_ok=True)
    for name in files:
        source = os.path.join(folder, name)
        if name.endswith(".onnx"):
            graph = onnx.load(source)
            widen(graph.graph)
            graph = convert_float_to_float16(graph, keep_io_types=True, disable_shape_infer=True)
            onnx.save(
                graph, os.path.join(target, name), save_as_external_data=True, location=name + "_data",
                size_threshold=1024)
        elif not name.endswith((".onnx_data", ".onnx.data")):
            shutil.copy(source, target)
