// The flow as a picture: laid out by dagre, drawn here. What it shows stands in the tables too.

import dagre from "@dagrejs/dagre";
import { clusterClass } from "./badges";

export interface Drawn {
  code: string;
  name: string;
  cluster: string;
}

export interface Line {
  source: string;
  target: string;
  maybe: boolean;
}

const HEIGHT = 46;
const LETTER = 8.2; // the average width of a letter at the size in which names are set
const PADDING = 28;
const SVG = "http://www.w3.org/2000/svg";

export function picture(nodes: Drawn[], edges: Line[]): SVGSVGElement {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 18, ranksep: 44, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.code, { width: node.name.length * LETTER + PADDING, height: HEIGHT });
  for (const edge of edges) graph.setEdge(edge.source, edge.target);
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const drawn = made("svg", { viewBox: `0 0 ${width} ${height}`, width, height }) as SVGSVGElement;
  drawn.appendChild(arrow());
  for (const edge of edges) drawn.appendChild(line(edge, graph.edge(edge.source, edge.target).points));
  for (const node of nodes) drawn.appendChild(box(node, graph.node(node.code)));
  return drawn;
}

function made(tag: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text) element.textContent = text;
  return element;
}

function arrow(): SVGElement {
  const head = made("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" });
  head.appendChild(made("path", { d: "M0 0 L8 4 L0 8" }));
  return head;
}

function line(edge: Line, points: { x: number; y: number }[]): SVGElement {
  const d = points.map((point, n) => `${n ? "L" : "M"}${point.x} ${point.y}`).join(" ");
  return made("path", { d, class: edge.maybe ? "maybe" : "", "marker-end": "url(#arrow)" });
}

/** The cluster is in the colour and in letters: colour alone tells nobody anything. */
function box(node: Drawn, { x, y, width, height }: { x: number; y: number; width: number; height: number }): SVGElement {
  const group = made("g", { class: node.cluster ? clusterClass(node.cluster) : "" });
  const [left, top] = [x - width / 2, y - height / 2];
  group.appendChild(made("rect", { x: left, y: top, width, height, rx: node.cluster ? 6 : height / 2 }));
  group.appendChild(made("text", { x, y: node.cluster ? y - 1 : y + 5, "text-anchor": "middle" }, node.name));
  if (node.cluster) group.appendChild(made("text", { x, y: y + 15, "text-anchor": "middle", class: "mark" }, node.cluster));
  return group;
}
